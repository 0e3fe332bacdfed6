#include "engine/controllers/horizontalpodautoscaler/horizontalpodautoscaler.h"

#include <algorithm>
#include <format>

#include "engine/controllers/framework/kinds.h"
#include "engine/schema/api/apiextensionsv1.h"

namespace armillary::controllers {

using namespace autoscaling;
using autoscalingv2::HorizontalPodAutoscalerCondition;

namespace {

constexpr auto kPeriod = std::chrono::seconds(15);
constexpr std::string_view kTrue = "True", kFalse = "False";

class Conditions {
public:
    Conditions(autoscalingv2::HorizontalPodAutoscaler& hpa, async::SystemTime now)
        : m_conditions(hpa.status.conditions), m_now(now) {}
    void set(std::string_view type, std::string_view status, std::string_view reason, std::string_view message) {
        auto known = std::ranges::find(m_conditions, type, &HorizontalPodAutoscalerCondition::type);
        if (known == m_conditions.end()) known = m_conditions.insert(known, HorizontalPodAutoscalerCondition());
        if (known->status != status) known->lastTransitionTime = schema::Time(m_now);
        known->type = type;
        known->status = status;
        known->reason = reason;
        known->message = message;
    }

private:
    std::vector<HorizontalPodAutoscalerCondition>& m_conditions;
    const async::SystemTime m_now;
};

}  // namespace

struct HorizontalPodAutoscalerController::Target {
    std::shared_ptr<const resources::Resource> row;
    autoscalingv1::Scale scale;
};

struct HorizontalPodAutoscalerController::Metered {
    std::int32_t replicas = 0;
    std::string name;
};

HorizontalPodAutoscalerController::HorizontalPodAutoscalerController(const Context& context)
    : QueuedController(context),
      m_autoscalers(client::informer<Autoscaler>(context.informers)),
      m_pods(client::informer<corev1::Pod>(context.informers)),
      m_definitions(client::informer<apiextensionsv1::CustomResourceDefinition>(context.informers)),
      m_metrics(context.client, m_definitions),
      m_events(context.events.withComponent("horizontal-pod-autoscaler")) {
    m_autoscalers.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        // A status is this controller's own writing.
        if (previous && current &&
            schema::operator==(previous->as<Autoscaler>().spec, current->as<Autoscaler>().spec) &&
            previous->uid() == current->uid())
            return;
        m_queue.add((current ? current : previous)->key());
    });
}

std::optional<HorizontalPodAutoscalerController::Target> HorizontalPodAutoscalerController::targetOf(
    const Object& object, Autoscaler& hpa) {
    const auto& reference = hpa.spec.scaleTargetRef;
    Target target;
    std::string problem;
    target.row = rowOfKind(groupOf(reference.apiVersion), reference.kind, m_definitions);
    if (target.row) {
        const auto scale = m_context.client.get({target.row.get(), object.namespace_(), reference.name, "scale"});
        if (scale)
            target.scale = (*scale)->as<autoscalingv1::Scale>();
        else
            problem = scale.error().message;
    } else {
        problem =
            std::format("no matches for kind \"{}\" in group \"{}\"", reference.kind, groupOf(reference.apiVersion));
    }
    Conditions conditions(hpa, m_context.clock.now());
    if (problem.empty()) {
        conditions.set(autoscalingv2::kAbleToScale, kTrue, "SucceededGetScale",
                       "the HPA controller was able to get the target's current scale");
        return target;
    }
    m_events->record(object, corev1::kEventTypeWarning, "FailedGetScale", problem);
    conditions.set(autoscalingv2::kAbleToScale, kFalse, "FailedGetScale",
                   "the HPA controller was unable to get the target's current scale: " + problem);
    return std::nullopt;
}

std::vector<std::string> HorizontalPodAutoscalerController::rivals(const std::string& key,
                                                                   const LabelSelector& selector,
                                                                   const std::vector<ObjectRef>& pods) {
    const std::string inNamespace = key.substr(0, key.find('/') + 1);
    const std::lock_guard lock(m_mutex);
    m_memories[key].selector = selector;
    std::vector<std::string> found;
    for (auto memory = m_memories.lower_bound(inNamespace);
         memory != m_memories.end() && memory->first.starts_with(inNamespace); ++memory)
        if (const auto& other = memory->second.selector; other && std::ranges::any_of(pods, [&](const ObjectRef& pod) {
                                                             return other->matches(pod->meta().labels);
                                                         }))
            found.push_back(memory->first.substr(inNamespace.size()));
    return found;
}

std::optional<Subject> HorizontalPodAutoscalerController::subjectOf(const std::string& key, const Object& object,
                                                                    Autoscaler& hpa, const autoscalingv1::Scale& scale,
                                                                    std::string& problem) {
    const auto refuse = [&](std::string_view reason, std::string said, std::string_view event) {
        m_events->record(object, corev1::kEventTypeWarning, event, said);
        Conditions(hpa, m_context.clock.now())
            .set(autoscalingv2::kScalingActive, kFalse, reason,
                 reason == event ? said : "the HPA target's scale is missing a selector");
        problem = std::move(said);
        return std::nullopt;
    };
    if (scale.status.selector.empty()) return refuse("InvalidSelector", "selector is required", "SelectorRequired");
    const auto selector = LabelSelector::parse(scale.status.selector);
    if (!selector)
        return refuse("InvalidSelector",
                      "couldn't convert selector into a corresponding internal selector object: " + selector.error(),
                      "InvalidSelector");
    Subject subject;
    subject.pods = {object.namespace_(), scale.status.selector};
    subject.scaled.replicas = scale.spec.replicas;
    subject.scaled.now = m_context.clock.now();
    subject.running = scale.status.replicas;
    for (const ObjectRef& pod : m_pods.list(object.namespace_()))
        if (selector->matches(pod->meta().labels)) subject.scaled.pods.push_back(pod);
    if (const auto others = rivals(key, *selector, subject.scaled.pods); others.size() > 1) {
        std::string names;
        for (const std::string& name : others)
            names += std::format("{}{{{} {}}}", names.empty() ? "" : " ", name, object.namespace_());
        return refuse(
            "AmbiguousSelector",
            std::format("pods by selector {} are controlled by multiple HPAs: [{}]", scale.status.selector, names),
            "AmbiguousSelector");
    }
    return subject;
}

std::optional<HorizontalPodAutoscalerController::Metered> HorizontalPodAutoscalerController::metered(
    const std::string& key, const Object& object, Autoscaler& hpa, const autoscalingv1::Scale& scale) {
    std::string problem;
    const auto fail = [&] {
        m_events->record(object, corev1::kEventTypeWarning, "FailedComputeMetricsReplicas", problem);
        return std::nullopt;
    };
    const auto subject = subjectOf(key, object, hpa, scale, problem);
    if (!subject) return fail();
    hpa.status.currentMetrics.assign(hpa.spec.metrics.size(), {});
    Metered best;
    std::optional<Unmeasured> first;
    std::size_t invalid = 0;
    for (std::size_t i = 0; i < hpa.spec.metrics.size(); ++i) {
        auto measured = measure(hpa.spec.metrics[i], *subject, m_metrics);
        if (!measured) {
            m_events->record(object, corev1::kEventTypeWarning, measured.error().reason, measured.error().problem);
            if (invalid++ == 0) first = std::move(measured.error());
            continue;
        }
        hpa.status.currentMetrics[i] = std::move(measured->status);
        if (best.name.empty() || measured->replicas > best.replicas)
            best = {measured->replicas, std::move(measured->name)};
    }
    Conditions conditions(hpa, m_context.clock.now());
    // What is not known might have asked for more, so that nothing is taken away on what is.
    if (first && (invalid == hpa.spec.metrics.size() || best.replicas < scale.spec.replicas)) {
        conditions.set(autoscalingv2::kScalingActive, kFalse, first->reason,
                       "the HPA was unable to compute the replica count: " + first->problem);
        problem = std::format("invalid metrics ({} invalid out of {}), first error is: {}", invalid,
                              hpa.spec.metrics.size(), first->summary);
        return fail();
    }
    conditions.set(autoscalingv2::kScalingActive, kTrue, "ValidMetricFound",
                   "the HPA was able to successfully calculate a replica count from " + best.name);
    return best;
}

bool HorizontalPodAutoscalerController::resize(const Object& object, Autoscaler& hpa, const Target& target,
                                               std::int32_t replicas, const std::string& reason) {
    autoscalingv1::Scale wanted = target.scale;
    wanted.spec.replicas = replicas;
    wanted.apiVersion = "autoscaling/v1";
    wanted.kind = "Scale";
    const auto written = m_context.client.update(
        {target.row.get(), object.namespace_(), hpa.spec.scaleTargetRef.name, "scale"}, schema::toJson(wanted));
    Conditions conditions(hpa, m_context.clock.now());
    if (!written) {
        const std::string& error = written.error().message;
        m_events->record(object, corev1::kEventTypeWarning, "FailedRescale",
                         std::format("New size: {}; reason: {}; error: {}", replicas, reason, error));
        conditions.set(autoscalingv2::kAbleToScale, kFalse, "FailedUpdateScale",
                       "the HPA controller was unable to update the target scale: " + error);
        return false;
    }
    conditions.set(autoscalingv2::kAbleToScale, kTrue, "SucceededRescale",
                   std::format("the HPA controller was able to update the target scale to {}", replicas));
    m_events->record(object, corev1::kEventTypeNormal, "SuccessfulRescale",
                     std::format("New size: {}; reason: {}", replicas, reason));
    return true;
}

void HorizontalPodAutoscalerController::autoscale(const std::string& key, const Object& object, Autoscaler& hpa) {
    const auto target = targetOf(object, hpa);
    if (!target) return;
    const auto now = m_context.clock.steady();
    const auto* behavior = hpa.spec.behavior ? &*hpa.spec.behavior : nullptr;
    Wish wish{target->scale.spec.replicas, 0, hpa.spec.minReplicas.value_or(1), hpa.spec.maxReplicas};
    History history;
    {
        const std::lock_guard lock(m_mutex);
        auto& known = m_memories[key].history;
        if (known.recommendations.empty()) known.recommendations.push_back({now, wish.current});
        history = known;
    }
    hpa.status.currentReplicas = wish.current;
    hpa.status.currentMetrics.clear();
    Conditions conditions(hpa, m_context.clock.now());
    std::int32_t desired = wish.current;
    std::string reason;
    if (wish.current == 0 && wish.least != 0) {
        conditions.set(autoscalingv2::kScalingActive, kFalse, "ScalingDisabled",
                       "scaling is disabled since the replica count of the target is zero");
    } else if (wish.current > wish.most) {
        desired = wish.most;
        reason = "Current number of replicas above Spec.MaxReplicas";
    } else if (wish.current < wish.least) {
        desired = wish.least;
        reason = "Current number of replicas below Spec.MinReplicas";
    } else {
        const auto found = metered(key, object, hpa, target->scale);
        if (!found) return;
        wish.desired = found->replicas;
        reason = wish.desired > wish.current ? found->name + " above target" : "All metrics below target";
        const Normalized normalized = normalize(behavior, history, wish, now);
        conditions.set(autoscalingv2::kAbleToScale, kTrue, normalized.able.reason, normalized.able.message);
        conditions.set(autoscalingv2::kScalingLimited, normalized.isLimited ? kTrue : kFalse, normalized.limited.reason,
                       normalized.limited.message);
        desired = normalized.replicas;
    }
    if (desired != wish.current) {
        if (resize(object, hpa, *target, desired, reason)) {
            if (behavior) recordChange(*behavior, history, wish.current, desired, now);
            hpa.status.lastScaleTime = schema::Time(m_context.clock.now());
            hpa.status.desiredReplicas = desired;
        }
    } else {
        hpa.status.desiredReplicas = desired;
    }
    const std::lock_guard lock(m_mutex);
    m_memories[key].history = std::move(history);
}

Result<Outcome> HorizontalPodAutoscalerController::reconcile(const std::string& key) {
    const ObjectRef object = m_autoscalers.getByKey(key);
    if (!object) {
        const std::lock_guard lock(m_mutex);
        m_memories.erase(key);
        return Outcome();
    }
    Autoscaler hpa = object->as<Autoscaler>();
    autoscale(key, *object, hpa);
    if (!schema::operator==(hpa.status, object->as<Autoscaler>().status)) {
        // The status is nobody else's: it need not wait for a copy that knows the last change of the spec.
        hpa.metadata.resourceVersion.clear();
        const auto written = client::updateStatus(m_context.client, std::move(hpa));
        if (!written && !status::isNotFound(written.error()))
            m_events->record(*object, corev1::kEventTypeWarning, "FailedUpdateStatus", written.error().message);
    }
    return Outcome{kPeriod};
}

}  // namespace armillary::controllers
