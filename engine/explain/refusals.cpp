#include <format>

#include "engine/explain/rules.h"
#include "engine/explain/wording.h"

/// Pods that were never made, because somebody on the way refused them.
namespace armillary::explain {

namespace {

std::string wordAfter(std::string_view text, std::string_view marker) {
    const auto at = text.find(marker);
    if (at == std::string_view::npos) return {};
    const std::string_view rest = text.substr(at + marker.size());
    return std::string(rest.substr(0, rest.find_first_of(",:; ")));
}

/// From the first of these words on; all of it when none is in it.
std::string_view from(std::string_view message, std::initializer_list<std::string_view> words) {
    for (const auto word : words)
        if (const auto at = message.find(word); at != std::string_view::npos) return message.substr(at);
    return message;
}

Statement byQuota(const Object& maker, const Citation& said, const std::string& quota, Inquiry& inquiry) {
    Statement statement{"quota",
                        std::format("Its pods are not made: quota {} has no room for them ({}).", quota,
                                    bounded(from(said.text, {"exceeded quota"}), 220)),
                        {said},
                        std::format("raise the quota, or free what uses it: kubectl -n {} describe resourcequota {}",
                                    maker.namespace_(), quota)};
    const auto* object =
        typed<corev1::ResourceQuota>(inquiry.find({"", "ResourceQuota"}, maker.namespace_(), quota).object);
    if (!object) return statement;
    for (const auto& [resource, most] : object->status.hard) {
        if (!said.text.contains(resource + "=")) continue;
        const auto used = object->status.used.find(resource);
        statement.evidence.push_back(
            {"field", std::format("ResourceQuota/{}/{} status.used.{}", maker.namespace_(), quota, resource),
             std::format("{} of {}", used == object->status.used.end() ? "0" : used->second.text(), most.text())});
    }
    return statement;
}

}  // namespace

Statement whyRefused(const Object& maker, const Citation& said, Inquiry& inquiry) {
    const std::string& message = said.text;
    const std::string where = " -n " + maker.namespace_();
    if (const std::string quota = wordAfter(message, "exceeded quota: "); !quota.empty())
        return byQuota(maker, said, quota, inquiry);
    if (const std::string quota = wordAfter(message, "failed quota: "); !quota.empty())
        return {"quota",
                std::format("Its pods are not made: quota {} wants every container to say what it uses ({}).", quota,
                            bounded(from(message, {"failed quota"}), 200)),
                {said},
                "set resources.requests and resources.limits of each container, or make a LimitRange with defaults: "
                "kubectl" +
                    where + " describe resourcequota " + quota};
    if (mentions(message, "serviceaccount") && message.contains("not found")) {
        std::string name = quotedAfter(message, "serviceaccount");
        return {"missing-reference",
                std::format("Its pods are not made: ServiceAccount {} is not there in namespace {}.{}", name,
                            maker.namespace_(), didYouMean({"", "ServiceAccount"}, maker.namespace_(), name, inquiry)),
                {said},
                std::format("kubectl{} create serviceaccount {}", where, name)};
    }
    if (message.contains("no PriorityClass with name"))
        return {"missing-reference",
                std::format("Its pods are not made: {}.", bounded(from(message, {"no PriorityClass"}), 200)),
                {said},
                "make the PriorityClass, or correct spec.template.spec.priorityClassName: kubectl get priorityclasses"};
    if (message.contains("RuntimeClass") && message.contains("not found"))
        return {"missing-reference",
                std::format("Its pods are not made: {}.", bounded(message, 250)),
                {said},
                "make the RuntimeClass, or correct runtimeClassName: kubectl get runtimeclasses"};
    if (message.contains("violates PodSecurity"))
        return {"admission",
                std::format("Its pods are not made: namespace {} does not allow them ({}).", maker.namespace_(),
                            bounded(from(message, {"violates PodSecurity"}), 260)),
                {said},
                std::format("set the securityContext that the message asks for, or relax the namespace: kubectl label "
                            "namespace {} pod-security.kubernetes.io/enforce=LEVEL --overwrite",
                            maker.namespace_())};
    if (message.contains("failed calling webhook"))
        return {"admission",
                std::format("Its pods are not made: admission webhook {} does not answer.",
                            quotedAfter(message, "failed calling webhook")),
                {said},
                "see that the webhook's service runs: kubectl get "
                "validatingwebhookconfigurations,mutatingwebhookconfigurations"};
    if (message.contains("denied the request") || message.contains("denied request"))
        return {"admission",
                std::format("Its pods are not made: {}",
                            bounded(from(message, {"admission webhook", "ValidatingAdmissionPolicy"}), 260)),
                {said},
                "change the pod template as the message asks: " + kubectl(maker, "edit")};
    for (const auto* words : {"usage per", "limit to request ratio"})
        if (message.contains(words))
            return {"admission",
                    std::format("Its pods are not made: they are outside of what a LimitRange allows ({}).",
                                bounded(message, 250)),
                    {said},
                    "change the containers' resources, or the range: kubectl" + where + " describe limitrange"};
    const bool forbidden = message.contains("is forbidden");
    const bool invalid = message.contains("is invalid");
    return {"admission",
            std::format("Its pods {}: {}",
                        forbidden ? "are not allowed"
                        : invalid ? "are not valid"
                                  : "cannot be made",
                        bounded(message, 300)),
            {said},
            forbidden || invalid ? "change the pod template as the message asks: " + kubectl(maker, "edit")
                                 : kubectl(maker, "describe")};
}

}  // namespace armillary::explain
