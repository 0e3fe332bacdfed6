#include <format>

#include "engine/manifest/checks/fixing.h"
#include "engine/manifest/checks/rule.h"
#include "engine/manifest/locate.h"
#include "engine/relations/field_view.h"

namespace armillary::manifest::checks {

namespace {

/// A limit is a request where none is made; what the pod asks for as a whole counts for its containers.
bool requests(const Subject& subject, const std::string& container, std::string_view resource) {
    const std::string pod = container.substr(0, container.rfind('.'));
    for (const auto& whose : {container, pod})
        for (const auto* list : {"requests", "limits"}) {
            const auto path = parsePath(std::format("{}.resources.{}.{}", whose, list, resource));
            if (path && find(*subject.object.node, *path)) return true;
        }
    return false;
}

}  // namespace

/// missing-requests: such pods are placed anywhere, and are the first to go when memory is short; but many do well
/// like that, so this is a hint. A container without an image adds to one that is elsewhere, and may ask there.
void checkRequests(const Scene&, const Subject& subject, Findings& findings) {
    const auto spec = podSpecOf(subject);
    if (spec.empty()) return;
    const relations::Document document(subject.parsed);
    relations::visit(document.root(), std::string(spec) + ".containers[]",
                     [&](const auto& container, const auto&, const std::string& path) {
                         if (container.member("image").text().empty()) return;
                         const bool cpu = requests(subject, path, "cpu"), memory = requests(subject, path, "memory");
                         if (cpu && memory) return;
                         Finding& finding = findings.addAt(subject, path, Severity::Hint, "missing-requests",
                                                           std::format("container {} does not say how much {} it needs",
                                                                       container.member("name").text(),
                                                                       cpu      ? "memory"
                                                                       : memory ? "processor time"
                                                                                : "processor time and memory"));
                         Edits edits(subject);
                         if (!cpu) edits.set(path + ".resources.requests.cpu", std::string(kUsualCpu));
                         if (!memory) edits.set(path + ".resources.requests.memory", std::string(kUsualMemory));
                         edits.offer(finding, cpu      ? std::format("Request {} of memory", kUsualMemory)
                                              : memory ? std::format("Request {} of processor time", kUsualCpu)
                                                       : std::format("Request {} of processor time and {} of memory",
                                                                     kUsualCpu, kUsualMemory));
                     });
}

}  // namespace armillary::manifest::checks
