#pragma once

#include <optional>
#include <span>

#include "engine/explain/inquiry.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/api/networkingv1.h"

/// The rules. Each looks at one object, and adds what it can say, the likeliest first; one that has nothing to say adds
/// nothing. For the sources of this folder only.
namespace armillary::explain {

using Rule = void (*)(const ObjectRef&, Inquiry&, Statements&);

void explainPod(const ObjectRef& object, Inquiry& inquiry, Statements& out);
/// Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet.
void explainWorkload(const ObjectRef& object, Inquiry& inquiry, Statements& out);
void explainJob(const ObjectRef& object, Inquiry& inquiry, Statements& out);
void explainCronJob(const ObjectRef& object, Inquiry& inquiry, Statements& out);
void explainService(const ObjectRef& object, Inquiry& inquiry, Statements& out);
void explainIngress(const ObjectRef& object, Inquiry& inquiry, Statements& out);
void explainClaim(const ObjectRef& object, Inquiry& inquiry, Statements& out);
void explainVolume(const ObjectRef& object, Inquiry& inquiry, Statements& out);
void explainAutoscaler(const ObjectRef& object, Inquiry& inquiry, Statements& out);
void explainBudget(const ObjectRef& object, Inquiry& inquiry, Statements& out);
void explainPolicy(const ObjectRef& object, Inquiry& inquiry, Statements& out);
void explainQuota(const ObjectRef& object, Inquiry& inquiry, Statements& out);
void explainNode(const ObjectRef& object, Inquiry& inquiry, Statements& out);
void explainNamespace(const ObjectRef& object, Inquiry& inquiry, Statements& out);

// -- of any kind

/// Finalizers that hold a deleted object.
void explainDeletion(const ObjectRef& object, Inquiry& inquiry, Statements& out);
/// What the object names and is not there, or lacks a key.
void explainReferences(const ObjectRef& object, Inquiry& inquiry, Statements& out);
/// A condition that is not as it should be, and a warning of the last minutes.
void explainConditions(const ObjectRef& object, Inquiry& inquiry, Statements& out);

// -- what several kinds share

/// Nothing when the claim is bound, or waits only for a pod that nobody has placed yet.
std::optional<Statement> whyUnbound(const ObjectRef& claim, Inquiry& inquiry);
/// What keeps pods from being made: "exceeded quota", "denied the request" and so on, from an event's or a condition's
/// message.
Statement whyRefused(const Object& maker, const Citation& said, Inquiry& inquiry);
/// Adds what ails these pods, alike ones together, the most frequent first; true when anything does.
bool explainPods(const std::vector<ObjectRef>& pods, Inquiry& inquiry, Statements& out);
/// The network policies of its namespace that select the pod.
std::vector<ObjectRef> policiesOf(const ObjectRef& pod, Inquiry& inquiry);
/// What policies make of a pod's traffic in a direction ("Ingress", "Egress"); nothing when none is about it.
struct Isolation {
    Statement statement;
    bool cutsAll = false;  ///< nobody at all may
};
std::optional<Isolation> isolationOf(const ObjectRef& pod, std::string_view direction, Inquiry& inquiry);
bool isReady(const corev1::Pod& pod);
/// Null when the condition is not there.
template <class Condition>
const Condition* conditionOf(const std::vector<Condition>& conditions, std::string_view type) {
    for (const auto& each : conditions)
        if (each.type == type) return &each;
    return nullptr;
}
/// "did you mean …?", in a sentence of its own with a space before it; "" when nothing of that kind is called alike.
std::string didYouMean(const Kind& kind, const std::string& namespace_, const std::string& name, Inquiry& inquiry);

}  // namespace armillary::explain
