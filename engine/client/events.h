#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/async/activity.h"
#include "engine/async/clock.h"
#include "engine/async/identifiers.h"
#include "engine/client/client.h"
#include "engine/schema/api/corev1.h"

namespace armillary::client {

/// Writes core/v1 Events about objects. Calls return at once; one thread sends. What does not fit the bounded queue, or
/// still fails after twelve tries, is dropped: an event is a courtesy. Repeated events count up in one object, and an
/// object that is reported on too often falls silent for a while.
/// Source: k8s.io/client-go/tools/record and
/// https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/.
class EventRecorder {
public:
    virtual ~EventRecorder() = default;
    /// `type` is "Normal" or "Warning".
    void record(const Object& about, std::string_view type, std::string_view reason, std::string message);
    /// The same about a part of an object (fieldPath "spec.containers{web}") or an object known by reference alone.
    virtual void record(const corev1::ObjectReference& about, std::string_view type, std::string_view reason,
                        std::string message) = 0;
    /// Another component's recorder on the same queue and thread.
    virtual std::unique_ptr<EventRecorder> withComponent(std::string component) = 0;
    /// The same component's recorder that writes as somebody else, on the same queue and thread. `client` outlives all
    /// recorders of that queue.
    virtual std::unique_ptr<EventRecorder> withClient(Client& client) = 0;
    /// Waits until everything recorded so far has been sent or dropped.
    virtual void flush() = 0;
    /// Of the queue, whoever's events it holds: idle when nothing waits but for the time of another try.
    virtual async::Activity activity() const = 0;
};

corev1::ObjectReference referenceTo(const Object& object);

/// `component` is the event's source ("default-scheduler"), `host` the node that it runs on, where it runs on one.
std::unique_ptr<EventRecorder> makeEventRecorder(Client& client, async::Clock& clock, async::Identifiers& identifiers,
                                                 std::string component, std::string host = {});

}  // namespace armillary::client
