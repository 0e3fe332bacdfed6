#pragma once

#include <QHash>
#include <QString>
#include <set>
#include <vector>

#include "app/kinds/pod/pod_state.h"

namespace armillary::app {

/// Gives each workload a small number, by which it gets its colour, for as long as it has pods: the lowest that is
/// free, so that colours do not run through the palette while workloads come and go.
class WorkloadSlots {
public:
    int take(const Workload& workload) {
        const QString key = workload.kind + u'/' + workload.namespace_ + u'/' + workload.name;
        auto found = m_known.find(key);
        if (found == m_known.end()) {
            std::size_t at = m_slots.size();
            if (m_free.empty()) {
                m_slots.emplace_back();
            } else {
                at = static_cast<std::size_t>(*m_free.begin());
                m_free.erase(m_free.begin());
                m_known.remove(m_slots[at].key);
            }
            m_slots[at] = {workload, key};
            found = m_known.insert(key, static_cast<int>(at));
        } else {
            m_free.erase(*found);
        }
        ++m_slots[static_cast<std::size_t>(*found)].pods;
        return *found;
    }
    void release(int slot) {
        if (--m_slots[static_cast<std::size_t>(slot)].pods == 0) m_free.insert(slot);
    }
    const Workload& at(int slot) const { return m_slots[static_cast<std::size_t>(slot)].workload; }
    /// One more than the highest that was ever given; and how many pods have one.
    int size() const { return static_cast<int>(m_slots.size()); }
    int podsOf(int slot) const { return m_slots[static_cast<std::size_t>(slot)].pods; }
    void clear() { m_slots.clear(), m_known.clear(), m_free.clear(); }

private:
    struct Slot {
        Workload workload;
        QString key;
        int pods = 0;
    };
    std::vector<Slot> m_slots;
    QHash<QString, int> m_known;
    std::set<int> m_free;
};

}  // namespace armillary::app
