#include "usage_history.h"

#include <algorithm>

namespace armillary::app {

void UsageHistory::add(const QString& uid, const UsageSample& sample) {
    m_recent.remove(uid);
    m_recent.push_front(uid);
    if (m_recent.size() > kMostObjects) {
        m_objects.erase(m_recent.back());
        m_recent.pop_back();
    }
    auto& samples = m_objects[uid];
    samples.push_back(sample);
    while (samples.size() > kMostSamples || samples.front().at < sample.at - kSpan) samples.pop_front();
}

const std::deque<UsageSample>& UsageHistory::of(const QString& uid) const {
    static const std::deque<UsageSample> kNone;
    const auto found = m_objects.find(uid);
    return found == m_objects.end() ? kNone : found->second;
}

QList<QPointF> pointsOf(const std::deque<UsageSample>& samples, double UsageSample::* measure) {
    QList<QPointF> points;
    for (const UsageSample& sample : samples)
        if (sample.*measure >= 0) points << QPointF(static_cast<double>(sample.at), sample.*measure);
    return points;
}

}  // namespace armillary::app
