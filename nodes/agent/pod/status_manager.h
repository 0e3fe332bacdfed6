#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "engine/async/clock.h"
#include "engine/async/guard.h"
#include "engine/client/client.h"
#include "engine/schema/api/corev1.h"

namespace armillary::agent {

/// Brings pod statuses to the server from a thread of its own, the newest of each pod; tries again until it succeeds.
/// Deletes pods for good when told so. Thread-safe.
class StatusManager {
public:
    /// `changed` is told the UID when what was waiting for a pod has been done.
    StatusManager(client::Client& client, async::Clock& clock, std::function<void(const std::string&)> changed)
        : m_client(client), m_clock(clock), m_changed(std::move(changed)) {}
    ~StatusManager() { stop(); }

    /// `pod` is the newest version known. Nothing is sent when the status says nothing new.
    void set(const ObjectRef& pod, const corev1::PodStatus& status);
    /// From now on the pod of this UID is one that the server does not know; its status goes to `mirror`, null: to
    /// nobody until there is one.
    void setMirror(const std::string& uid, const ObjectRef& mirror);
    /// The server has what was set last.
    bool synced(const std::string& uid) const;
    /// What was set last; the API's own where nothing was.
    std::optional<corev1::PodStatus> get(const std::string& uid) const;
    /// Removes the pod from the API, after its status has been sent.
    void removePod(const ObjectRef& pod);
    void forget(const std::string& uid);

    /// Sends what waits and is due, in the caller's thread; returns when the next is due.
    async::SteadyTime runDue();
    void start();
    void stop();

private:
    struct Entry {
        ObjectRef pod;
        corev1::PodStatus status;
        bool dirty = false, remove = false, sending = false;
        async::SteadyTime due;
        int failures = 0;
        unsigned version = 0;
    };
    void note(Entry& entry);
    /// True when it is done with (also when the pod is gone).
    bool send(const Entry& entry, ObjectRef& written);
    bool sendRemoval(const Entry& entry);

    client::Client& m_client;
    async::Clock& m_clock;
    std::function<void(const std::string&)> m_changed;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::map<std::string, Entry> m_entries;
    std::map<std::string, ObjectRef> m_mirrors;  ///< of static pods, by their UIDs
    unsigned m_changes = 0;
    bool m_stopping = false;
    async::Thread m_thread;
};

/// A JSON merge patch (RFC 7386) that makes `from` into `to`; "" when they are equal.
std::string mergePatchOf(const std::string& from, const std::string& to);

}  // namespace armillary::agent
