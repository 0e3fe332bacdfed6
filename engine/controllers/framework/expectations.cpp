#include "engine/controllers/framework/expectations.h"

namespace armillary::controllers {

namespace {

constexpr auto kGivenUpAfter = std::chrono::minutes(5);

}  // namespace

void Expectations::expectCreations(const std::string& key, std::size_t count) {
    const std::lock_guard lock(m_mutex);
    m_entries[key] = {count, {}, m_clock.steady()};
}

void Expectations::expectDeletions(const std::string& key, const std::vector<std::string>& uids) {
    const std::lock_guard lock(m_mutex);
    m_entries[key] = {0, {uids.begin(), uids.end()}, m_clock.steady()};
}

void Expectations::creationObserved(const std::string& key) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(key);
    if (found != m_entries.end() && found->second.creations > 0) --found->second.creations;
}

void Expectations::deletionObserved(const std::string& key, const std::string& uid) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(key);
    if (found != m_entries.end()) found->second.deletions.erase(uid);
}

bool Expectations::satisfied(const std::string& key) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(key);
    if (found == m_entries.end()) return true;
    const Entry& entry = found->second;
    return (entry.creations == 0 && entry.deletions.empty()) || m_clock.steady() - entry.since > kGivenUpAfter;
}

void Expectations::forget(const std::string& key) {
    const std::lock_guard lock(m_mutex);
    m_entries.erase(key);
}

}  // namespace armillary::controllers
