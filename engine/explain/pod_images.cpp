#include <algorithm>
#include <array>
#include <format>

#include "engine/explain/pod_rules.h"
#include "engine/explain/wording.h"

/// Images that do not come, told apart by what the registry or the way to it said.
namespace armillary::explain {

namespace {

/// What an error's words mean, and what to do about it. The first that matches counts: a registry that asks for
/// credentials often says "not found" as well.
struct PullError {
    std::array<std::string_view, 5> words;  ///< in small letters; any of them
    std::string_view why, next;
};
constexpr PullError kErrors[] = {
    {{"toomanyrequests", "429", "rate limit"},
     "the registry says that too many pulls have been made",
     "wait, or pull with an account of yours: name a docker-registry secret in spec.imagePullSecrets"},
    {{"x509", "certificate"},
     "the registry's certificate is not trusted by the node",
     "give the node the registry's certificate authority"},
    {{"server gave http response to https client"},
     "the registry speaks plain HTTP and the node asks over HTTPS",
     "tell the node that this registry is without TLS"},
    {{"no such host", "name resolution", "server misbehaving"},
     "the registry's host name cannot be resolved",
     "check the host in the image's name and the node's DNS"},
    {{"connection refused"},
     "nobody listens at the registry's address",
     "check host and port in the image's name, and that the registry runs"},
    {{"no space left"}, "the node has no room left for it", "free room on the node: kubectl describe node"},
    {{"no match for platform", "no matching manifest", "exec format"},
     "it is not built for the node's kind of processor",
     "build it for the node's platform, or choose nodes with spec.nodeSelector kubernetes.io/arch"},
    {{"unauthorized", "authentication required", "authorization failed", "denied", "401"},
     "the registry wants credentials, or does not accept those it got (a name that is not there looks the same)",
     "check the name, and give credentials"},
    {{"403 forbidden", "forbidden"},
     "the registry refuses it to these credentials",
     "ask for access to the image, or give other credentials"},
    {{"not found", "manifest unknown", "manifest_unknown", "name unknown", "404"},
     "the registry has no such image or tag",
     "check name and tag"},
    {{"timeout", "timed out", "deadline exceeded", "no route to host", "network is unreachable"},
     "the registry did not answer in time",
     "check that the node reaches the registry (proxy, firewall, DNS); it is tried again by itself"},
};

const PullError* meaningOf(std::string_view message) {
    const auto* found = std::ranges::find_if(kErrors, [&](const PullError& error) {
        return std::ranges::any_of(error.words, [&](auto word) { return !word.empty() && mentions(message, word); });
    });
    return found == std::end(kErrors) ? nullptr : found;
}

/// What the node used to prove who asks, as far as the pod says.
void addPullSecrets(const PodCase& it, Statement& pull) {
    const auto& secrets = it.pod.spec.imagePullSecrets;
    if (secrets.empty()) pull.evidence.push_back(it.field("spec.imagePullSecrets", "none is named"));
    for (std::size_t i = 0; i < secrets.size(); ++i) {
        const bool absent = it.inquiry.find({"", "Secret"}, it.object->namespace_(), secrets[i].name).absent;
        const std::string text = "Secret " + secrets[i].name + (absent ? " is not there" : "");
        pull.evidence.push_back(it.field(std::format("spec.imagePullSecrets[{}]", i), text));
        if (absent) pull.statement += std::format(" Its pull secret {} is not there.", secrets[i].name);
    }
    pull.next += std::format(
        "; a secret is made by: kubectl -n {} create secret docker-registry NAME --docker-server=HOST "
        "--docker-username=USER, and named in spec.imagePullSecrets",
        it.object->namespace_());
}

Statement failedPull(const PodCase& it, const ContainerCase& container, std::string error, Citation cited) {
    const PullError* meaning = meaningOf(error);
    Statement pull{"image-pull",
                   std::format("Image {} of container {} cannot be pulled: {}.", container.spec.image,
                               container.spec.name, meaning ? std::string(meaning->why) : bounded(error, 200)),
                   {std::move(cited), it.field(container.specPath + ".image", container.spec.image)},
                   meaning ? std::string(meaning->next) + ": " + container.specPath + ".image"
                           : "check " + container.specPath + ".image, and that the node reaches the registry"};
    if (meaning && (meaning->words[0] == "unauthorized" || meaning->words[0] == "403 forbidden"))
        addPullSecrets(it, pull);
    return pull;
}

}  // namespace

void podImages(const PodCase& it) {
    for (const auto& container : containersOf(it.pod)) {
        const auto* waiting = container.waiting();
        if (!waiting) continue;
        const Citation cited =
            it.field(container.statusPath + ".state.waiting", waiting->reason + ": " + waiting->message);
        const Citation image = it.field(container.specPath + ".image", container.spec.image);
        if (waiting->reason == "InvalidImageName") {
            it.out.push_back({"image-pull",
                              std::format("\"{}\" of container {} is no valid image name.", container.spec.image,
                                          container.spec.name),
                              {cited, image},
                              "correct " + container.specPath + ".image: host/path:tag, the path in small letters"});
        } else if (waiting->reason == "ErrImageNeverPull") {
            it.out.push_back(
                {"image-pull",
                 std::format(
                     "Image {} of container {} is not on the node, and imagePullPolicy Never forbids pulling it.",
                     container.spec.image, container.spec.name),
                 {cited, it.field(container.specPath + ".imagePullPolicy", container.spec.imagePullPolicy)},
                 "load it into the node (armillaryctl image load FILE), or allow pulling: " + container.specPath +
                     ".imagePullPolicy: IfNotPresent"});
        } else if (waiting->reason == "ErrImagePull" || waiting->reason == "ImagePullBackOff" ||
                   waiting->reason == "ImageInspectError" || waiting->reason == "RegistryUnavailable") {
            // While it waits, older nodes say only that they wait; the event says why.
            std::string error = waiting->message;
            std::optional<Citation> event;
            if (const auto* said = it.latest("Failed", "pull image", container.spec.name)) {
                event = cite(*said);
                if (waiting->reason == "ImagePullBackOff" && !meaningOf(error)) error = said->message;
            }
            Statement pull = failedPull(it, container, std::move(error), cited);
            if (event) pull.evidence.insert(pull.evidence.begin() + 1, std::move(*event));
            it.out.push_back(std::move(pull));
        }
    }
}

}  // namespace armillary::explain
