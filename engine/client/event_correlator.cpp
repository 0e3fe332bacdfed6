#include "engine/client/event_correlator.h"

#include <algorithm>

namespace armillary::client {

namespace {

// client-go's defaults: a burst of 25 per object, then one in five minutes; ten different messages of one reason
// within ten minutes are combined.
constexpr double kBurst = 25;
constexpr std::chrono::duration<double> kRefill = std::chrono::minutes(5);
constexpr std::size_t kSimilarMessages = 10;
constexpr auto kSimilarWindow = std::chrono::minutes(10);
constexpr std::string_view kCombinedPrefix = "(combined from similar events): ";

std::string objectKey(const corev1::Event& event) {
    const auto& about = event.involvedObject;
    std::string key;
    for (std::string_view part :
         {std::string_view(event.source.component), std::string_view(event.source.host), std::string_view(about.kind),
          std::string_view(about.namespace_), std::string_view(about.name), std::string_view(about.uid)}) {
        key += part;
        key += '\n';
    }
    return key;
}

std::string reasonKey(const corev1::Event& event) {
    return objectKey(event) + event.type + "\n" + event.reason + "\n" + event.involvedObject.fieldPath + "\n";
}

std::string exactKey(const corev1::Event& event) {
    return reasonKey(event) + event.message;
}

}  // namespace

template <class T>
T* EventCorrelator::Memory<T>::find(const std::string& key) {
    const auto found = entries.find(key);
    if (found == entries.end()) return nullptr;
    order.splice(order.end(), order, found->second.second);
    return &found->second.first;
}

template <class T>
T& EventCorrelator::Memory<T>::put(const std::string& key, T value, std::size_t capacity) {
    if (T* existing = find(key)) return *existing = std::move(value);
    if (entries.size() >= capacity) {
        entries.erase(order.front());
        order.pop_front();
    }
    order.push_back(key);
    return entries.emplace(key, std::pair(std::move(value), std::prev(order.end()))).first->second.first;
}

bool EventCorrelator::withinRate(const std::string& object, async::SteadyTime now) {
    Bucket* bucket = m_buckets.find(object);
    if (!bucket) bucket = &m_buckets.put(object, {kBurst, now}, m_capacity);
    const std::chrono::duration<double> elapsed = now - bucket->filled;
    bucket->tokens = std::min(kBurst, bucket->tokens + elapsed / kRefill);
    bucket->filled = now;
    if (bucket->tokens < 1) return false;
    bucket->tokens -= 1;
    return true;
}

void EventCorrelator::combineSimilar(corev1::Event& event, async::SteadyTime now) {
    const std::string key = reasonKey(event);
    Similar* similar = m_similar.find(key);
    if (!similar || now - similar->last > kSimilarWindow) similar = &m_similar.put(key, {{}, now}, m_capacity);
    similar->last = now;
    if (similar->messages.size() < kSimilarMessages) similar->messages.insert(event.message);
    // From here on all of them count up in one event, whose message is the latest.
    if (similar->messages.size() >= kSimilarMessages) event.message.insert(0, kCombinedPrefix);
}

std::optional<EventCorrelator::Decision> EventCorrelator::correlate(corev1::Event event, async::SteadyTime now) {
    if (!withinRate(objectKey(event), now)) return std::nullopt;
    combineSimilar(event, now);
    const std::string key =
        event.message.starts_with(kCombinedPrefix) ? reasonKey(event) + std::string(kCombinedPrefix) : exactKey(event);
    Decision decision{std::move(event), false};
    if (const Seen* seen = m_seen.find(key)) {
        decision.update = true;
        decision.event.metadata.name = seen->name;
        decision.event.count = seen->count + 1;
        decision.event.firstTimestamp = seen->first;
    }
    return decision;
}

void EventCorrelator::remember(const corev1::Event& event) {
    const std::string key =
        event.message.starts_with(kCombinedPrefix) ? reasonKey(event) + std::string(kCombinedPrefix) : exactKey(event);
    m_seen.put(key, {event.metadata.name, event.count, event.firstTimestamp}, m_capacity);
}

}  // namespace armillary::client
