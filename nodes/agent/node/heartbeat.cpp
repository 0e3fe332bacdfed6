#include "nodes/agent/node/heartbeat.h"

#include <boost/json.hpp>

#include "nodes/agent/pod/status_manager.h"

namespace armillary::agent {

namespace {

constexpr std::chrono::seconds kBeat{10};
constexpr std::chrono::minutes kStatusAtLeast{5};

}  // namespace

Result<std::string> Heartbeat::registerNode() {
    auto input = m_look();
    auto node = nodeOf(input);
    auto created = client::create(m_client, node);
    if (!created && !status::isAlreadyExists(created.error())) return std::unexpected(created.error());
    if (created) {
        m_nodeUid = (*created)->uid();
        tell(eventsBetween(input.name, {}, node.status));
    } else {
        auto existing = client::get<corev1::Node>(m_client, {}, input.name);
        if (!existing) return std::unexpected(existing.error());
        m_nodeUid = (*existing)->uid();
        auto changes = [](const auto& wanted, const auto& there) {
            boost::json::object out;
            for (const auto& [key, value] : wanted)
                if (auto it = there.find(key); it == there.end() || it->second != value) out[key] = value;
            return out;
        };
        const auto& meta = (*existing)->meta();
        auto labels = changes(node.metadata.labels, meta.labels);
        auto annotations = changes(node.metadata.annotations, meta.annotations);
        if (!labels.empty() || !annotations.empty()) {
            boost::json::object patch{{"metadata", {{"labels", labels}, {"annotations", annotations}}}};
            auto done = m_client.patch(client::target<corev1::Node>({}, input.name), client::PatchType::Merge,
                                       boost::json::serialize(patch));
            if (!done) return std::unexpected(done.error());
        }
    }
    if (auto sent = sendStatus(); !sent) return std::unexpected(sent.error());
    (void)renewLease();
    return m_nodeUid;
}

void Heartbeat::tell(const std::vector<NodeEvent>& events) {
    for (const auto& event : events) m_events.node(event.type, event.reason, event.message);
}

/// Somebody took the node out of scheduling, or brought it back.
void Heartbeat::noteCordon(const corev1::Node& node) {
    if (std::exchange(m_cordoned, node.spec.unschedulable) == node.spec.unschedulable) return;
    const std::string reason = m_cordoned ? "NodeNotSchedulable" : "NodeSchedulable";
    m_events.node("Normal", reason, "Node " + node.metadata.name + " status is now: " + reason);
}

Result<void> Heartbeat::sendStatus() {
    auto input = m_look();
    auto current = client::get<corev1::Node>(m_client, {}, input.name);
    if (!current) return std::unexpected(current.error());
    const auto& old = (*current)->as<corev1::Node>().status;
    auto next = nodeStatusOf(input, old);
    auto patch = mergePatchOf(schema::toJson(old), schema::toJson(next));
    if (!patch.empty()) {
        auto done = m_client.patch(client::target<corev1::Node>({}, input.name, "status"), client::PatchType::Merge,
                                   "{\"status\":" + patch + "}");
        if (!done) return std::unexpected(done.error());
    }
    tell(eventsBetween(input.name, old, next));
    m_sent = next;
    m_sentAt = input.now;
    return {};
}

Result<void> Heartbeat::renewLease() {
    auto input = m_look();
    auto now = m_clock.now();
    if (m_lease) {
        m_lease->spec.renewTime = schema::MicroTime(now);
        auto updated = client::update(m_client, *m_lease);
        if (updated) {
            m_lease = (*updated)->as<coordinationv1::Lease>();
            return {};
        }
        m_lease.reset();
        if (!status::isConflict(updated.error()) && !status::isNotFound(updated.error()))
            return std::unexpected(updated.error());
    }
    auto wanted = leaseOf(input.name, m_nodeUid, now);
    auto existing = client::get<coordinationv1::Lease>(m_client, wanted.metadata.namespace_, wanted.metadata.name);
    if (existing) {
        auto lease = (*existing)->as<coordinationv1::Lease>();
        lease.spec = wanted.spec;
        auto updated = client::update(m_client, lease);
        if (!updated) return std::unexpected(updated.error());
        m_lease = (*updated)->as<coordinationv1::Lease>();
        return {};
    }
    if (!status::isNotFound(existing.error())) return std::unexpected(existing.error());
    auto created = client::create(m_client, wanted);
    if (!created) return std::unexpected(created.error());
    m_lease = (*created)->as<coordinationv1::Lease>();
    return {};
}

void Heartbeat::beat() {
    auto renewed = renewLease();
    bool good = renewed.has_value();
    auto input = m_look();
    auto current = client::get<corev1::Node>(m_client, {}, input.name);
    if (current) {
        noteCordon((*current)->as<corev1::Node>());
        // What the server has counts: others set extended resources there.
        const auto& status = (*current)->as<corev1::Node>().status;
        if (!m_sent || input.now - m_sentAt >= kStatusAtLeast || differs(nodeStatusOf(input, status), status))
            good = sendStatus() && good;
    } else if (status::isNotFound(current.error())) {
        // Somebody has deleted the node: it comes back.
        m_lease.reset();
        good = m_mayReturn() && registerNode().has_value();
    } else {
        good = false;
    }
    std::lock_guard lock(m_mutex);
    m_connected = good;
}

void Heartbeat::poke() {
    std::lock_guard lock(m_mutex);
    m_poked = true;
    m_wake.notify_all();
}

bool Heartbeat::connected() const {
    std::lock_guard lock(m_mutex);
    return m_connected;
}

void Heartbeat::start() {
    m_thread = async::Thread("heartbeat", [this](const std::stop_token&) {
        std::unique_lock lock(m_mutex);
        while (!m_stopping) {
            m_poked = false;
            lock.unlock();
            beat();
            lock.lock();
            // An unreachable server is asked again sooner.
            auto until = m_clock.steady() + (m_connected ? kBeat : std::chrono::seconds(2));
            while (!m_stopping && !m_poked && m_clock.steady() < until) m_clock.waitUntil(m_wake, lock, until);
        }
    });
}

void Heartbeat::stop() {
    {
        std::lock_guard lock(m_mutex);
        m_stopping = true;
        m_wake.notify_all();
    }
    m_thread.stop();
}

}  // namespace armillary::agent
