#pragma once

#include <QList>
#include <QPointF>
#include <QString>
#include <deque>
#include <list>
#include <map>

namespace armillary::app {

/// What an object used at one time. Less than 0: nobody measured it.
struct UsageSample {
    qint64 at = 0;       ///< seconds since the Unix epoch
    double cpu = -1;     ///< processors
    double memory = -1;  ///< bytes
    double restarts = -1;
};

/// What was seen of objects' use, for the last hour: bounded in objects, of which those go that were looked at longest
/// ago, and in samples.
class UsageHistory {
public:
    static constexpr std::size_t kMostObjects = 64;
    static constexpr std::size_t kMostSamples = 400;
    static constexpr qint64 kSpan = 3600;

    /// What is older than kSpan before it goes. Samples come in the order of time.
    void add(const QString& uid, const UsageSample& sample);
    const std::deque<UsageSample>& of(const QString& uid) const;
    std::size_t objects() const { return m_objects.size(); }

private:
    std::map<QString, std::deque<UsageSample>> m_objects;
    std::list<QString> m_recent;  ///< the last one first
};

/// One measure of the samples, those that have it: x in seconds since the Unix epoch.
QList<QPointF> pointsOf(const std::deque<UsageSample>& samples, double UsageSample::* measure);

}  // namespace armillary::app
