#pragma once

#include <QObject>
#include <QTimer>
#include <deque>
#include <mutex>
#include <utility>
#include <vector>

#include "log_line.h"

namespace armillary::app {

/// Lines on their way from the client's thread to the window's, in batches. Bounded: the oldest are dropped, and
/// counted.
class LogInbox {
public:
    static constexpr std::size_t kMostLines = 50'000;
    static constexpr qsizetype kMostCharacters = 32 << 20;

    struct Batch {
        std::vector<LogLineRef> lines;
        std::size_t lost = 0;
    };

    /// `timer` is started, on its own thread, when there is something to take.
    explicit LogInbox(QTimer* timer) : m_timer(timer) {}

    /// From any thread.
    void put(std::vector<LogLineRef> lines) {
        if (lines.empty()) return;
        const std::lock_guard lock(m_mutex);
        if (!m_timer) return;
        for (LogLineRef& line : lines) {
            m_characters += line->raw.size();
            m_lines.push_back(std::move(line));
        }
        while (m_lines.size() > kMostLines || m_characters > kMostCharacters) {
            m_characters -= m_lines.front()->raw.size();
            m_lines.pop_front();
            ++m_lost;
        }
        if (!std::exchange(m_told, true))
            QMetaObject::invokeMethod(m_timer, [timer = m_timer] { timer->start(); }, Qt::QueuedConnection);
    }
    Batch take() {
        const std::lock_guard lock(m_mutex);
        m_told = false;
        m_characters = 0;
        Batch batch{.lines = {std::move_iterator(m_lines.begin()), std::move_iterator(m_lines.end())},
                    .lost = std::exchange(m_lost, 0)};
        m_lines.clear();
        return batch;
    }
    /// Nobody takes anything any more.
    void close() {
        const std::lock_guard lock(m_mutex);
        m_timer = nullptr;
        m_lines.clear();
    }

private:
    std::mutex m_mutex;
    QTimer* m_timer;
    std::deque<LogLineRef> m_lines;
    qsizetype m_characters = 0;
    std::size_t m_lost = 0;
    bool m_told = false;
};

}  // namespace armillary::app
