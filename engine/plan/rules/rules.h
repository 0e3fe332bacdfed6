#pragma once

#include "engine/plan/change.h"

/// One file a subject. Each rule appends what it finds. For impact.cpp and the sources of this folder only.
namespace armillary::plan::rules {

/// What the server would refuse, by the server's own rules.
void immutableFields(const Change& change, Impacts& out);
/// Versions of kinds that came to their end.
void removedApis(const Change& change, Impacts& out);
/// What obstacle.h has, as impacts.
void inTheWay(const Change& change, Impacts& out);
/// What goes along with what is removed, and who misses it.
void removal(const Change& change, Impacts& out);
/// Pods that are replaced: rolled, recreated, restarted, or not at all.
void rollouts(const Change& change, Impacts& out);
void images(const Change& change, Impacts& out);
/// Numbers of pods: replicas, autoscalers, jobs, budgets.
void sizes(const Change& change, Impacts& out);
/// Who gets a service's traffic.
void services(const Change& change, Impacts& out);
/// Which service a host and a path lead to.
void routes(const Change& change, Impacts& out);
/// Who may speak to whom.
void networkPolicies(const Change& change, Impacts& out);
/// Services, policies and budgets that no longer find a workload's pods, or find them from now on.
void membership(const Change& change, Impacts& out);
/// Who may do what, and as whom pods run.
void access(const Change& change, Impacts& out);
/// Who reads a ConfigMap or Secret, and when he sees the change.
void configuration(const Change& change, Impacts& out);

// What stands in its way, behind obstacle.h.

/// Fields that never change, one each.
void fixedFields(const Change& change, Obstacles& out);
/// Versions that this cluster does not serve.
void versions(const Change& change, Obstacles& out);
/// Objects of a definition that do not fit it any more.
void definitions(const Change& change, Obstacles& out);
/// Pod Security, as the namespace's labels ask for it.
void podSecurity(const Change& change, Obstacles& out);
/// ValidatingAdmissionPolicies, of the object and of the pods that it wants.
void admissionPolicies(const Change& change, Obstacles& out);
void limitRanges(const Change& change, Obstacles& out);
void quotas(const Change& change, Obstacles& out);
/// Where the scheduler would put the pods.
void placement(const Change& change, Obstacles& out);
/// Budgets that let nothing be evicted.
void budgets(const Change& change, Obstacles& out);

}  // namespace armillary::plan::rules
