#include "tree_watch.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <string_view>

namespace armillary::app {

namespace {

constexpr auto kSoon = std::chrono::milliseconds(150);
constexpr std::uint32_t kEvents =
    IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF | IN_ONLYDIR;

}  // namespace

TreeWatch::TreeWatch(QObject* parent) : QObject(parent), m_descriptor(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSoon);
    connect(&m_soon, &QTimer::timeout, this, &TreeWatch::changed);
    if (m_descriptor < 0) return;
    m_notifier = std::make_unique<QSocketNotifier>(m_descriptor, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &TreeWatch::read);
}

TreeWatch::~TreeWatch() {
    m_notifier.reset();
    if (m_descriptor >= 0) ::close(m_descriptor);
}

bool TreeWatch::watch(const std::set<std::filesystem::path>& folders) {
    if (m_descriptor < 0) return false;
    const bool anew = m_watches.empty();
    bool grown = false;
    for (auto each = m_watches.begin(); each != m_watches.end();) {
        if (!folders.contains(each->first)) {
            inotify_rm_watch(m_descriptor, each->second);
            each = m_watches.erase(each);
        } else {
            ++each;
        }
    }
    for (const auto& folder : folders) {
        if (m_watches.size() >= kMostFolders) break;
        // One that was removed and made anew needs another watch; for one that is watched this changes nothing.
        const int watch = inotify_add_watch(m_descriptor, folder.c_str(), kEvents);
        if (watch < 0) continue;
        const auto [at, isNew] = m_watches.insert_or_assign(folder, watch);
        grown = grown || isNew;
    }
    return grown && !anew;
}

void TreeWatch::read() {
    alignas(inotify_event) std::array<char, 16384> buffer;
    for (;;) {
        const ssize_t size = ::read(m_descriptor, buffer.data(), buffer.size());
        if (size <= 0) return;
        for (ssize_t at = 0; at < size;) {
            const auto* const event = reinterpret_cast<const inotify_event*>(buffer.data() + at);
            at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
            const std::string_view name(event->len > 0 ? event->name : "");
            // What git and editors put beside a file until it is whole, and the removal of a watch.
            const bool isInterim = name.ends_with(".lock") || name.ends_with("~") || name.ends_with(".swp");
            if ((event->mask & IN_IGNORED) != 0 || isInterim) continue;
            if (!m_soon.isActive()) m_soon.start();
        }
    }
}

}  // namespace armillary::app
