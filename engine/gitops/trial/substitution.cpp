#include <algorithm>
#include <format>

#include "engine/gitops/trial/rewriting.h"

namespace armillary::gitops {

namespace json = boost::json;

namespace {

constexpr std::string_view kSample = "armillary.dev/sample-web:1", kOwn = "armillary.dev/sample-web:";

enum class Role {
    Serves,  ///< it answers on its port
    Waits,   ///< it runs beside one that does
    Ends
};

/// What was for the other program goes along with its image.
void substitute(json::object& container, Role role) {
    for (const std::string_view each :
         {"command", "args", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle", "workingDir"})
        container.erase(each);
    container["image"] = kSample;
    container["imagePullPolicy"] = "IfNotPresent";
    if (role != Role::Serves)
        container["command"] = json::array{"sh", "-c", role == Role::Ends ? "exit 0" : "while sleep 3600; do :; done"};
}

}  // namespace

void substituteImages(json::object& podSpec, bool ends, const Note& note) {
    std::vector<std::string> images;
    bool serves = false;
    const auto each = [&](std::string_view list, bool init) {
        json::array* const containers = arrayAt(podSpec, list);
        for (std::size_t i = 0; containers != nullptr && i < containers->size(); ++i) {
            if (!(*containers)[i].is_object()) continue;
            json::object& container = (*containers)[i].get_object();
            const std::string image = textAt(container, "image");
            const bool isSidecar = init && textAt(container, "restartPolicy") == "Always";
            if (image.starts_with(kOwn)) continue;
            if (!std::ranges::contains(images, image)) images.push_back(image);
            const Role role = ends || (init && !isSidecar) ? Role::Ends : serves || init ? Role::Waits : Role::Serves;
            serves |= role == Role::Serves;
            substitute(container, role);
        }
    };
    each("initContainers", true);
    each("containers", false);
    if (images.empty()) return;
    std::string text;
    for (const std::string& image : images) text += (text.empty() ? "" : ", ") + image;
    note(std::format("the sample image stands in for {}, without its commands and probes", text));
}

}  // namespace armillary::gitops
