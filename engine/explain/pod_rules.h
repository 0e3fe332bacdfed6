#pragma once

#include <vector>

#include "engine/explain/rules.h"

/// A pod's rules. For the sources of this folder only.
namespace armillary::explain {

/// The pod in question and where answers go.
struct PodCase {
    const ObjectRef& object;
    const corev1::Pod& pod;
    Inquiry& inquiry;
    Statements& out;

    Citation field(std::string_view path, std::string_view text) const { return explain::field(*object, path, text); }
    /// The last event of this reason that is about this container (or about none in particular).
    const Said* latest(std::string_view reason, std::string_view part, std::string_view container) const;
    bool says(std::string_view id) const;  ///< whether a statement of this id is there already
};

struct ContainerCase {
    const corev1::Container& spec;
    const corev1::ContainerStatus* status;  ///< null while the node has not spoken
    std::string specPath, statusPath;       ///< "spec.containers[0]", "status.containerStatuses[0]"
    bool init = false;                      ///< runs to its end before the others; a sidecar does not

    const corev1::ContainerStateWaiting* waiting() const { return status ? status->state.waiting.get() : nullptr; }
    const corev1::ContainerStateTerminated* terminated() const {
        return status ? status->state.terminated.get() : nullptr;
    }
    bool runs() const { return status && status->state.running; }
    bool waitsFor(std::string_view reason) const { return waiting() && waiting()->reason == reason; }
};
std::vector<ContainerCase> containersOf(const corev1::Pod& pod);
/// "GET /healthz on port 8080", "a connection to port 5432", "command pg_isready".
std::string probeText(const corev1::Probe& probe);
/// What a probe got, without the words around it, from the event about it.
std::string answerOf(const Said& said);

using PodRule = void (*)(const PodCase&);

void podEnded(const PodCase& it);
void podClaims(const PodCase& it);
void podUnscheduled(const PodCase& it);
void podNode(const PodCase& it);
void podReferences(const PodCase& it);
void podImages(const PodCase& it);
void podRefusals(const PodCase& it);
void podOutOfMemory(const PodCase& it);
void podCrashes(const PodCase& it);
void podInit(const PodCase& it);
void podSetUp(const PodCase& it);
void podReadiness(const PodCase& it);

}  // namespace armillary::explain
