#pragma once

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>
#include <filesystem>
#include <map>
#include <memory>
#include <set>

namespace armillary::app {

/// Says soon after something was written, made, moved or removed in one of many folders. Folders in them are not
/// watched by themselves. Source: inotify(7).
class TreeWatch : public QObject {
    Q_OBJECT

public:
    /// The system gives a user some ten thousand; what is beyond this is not watched.
    static constexpr std::size_t kMostFolders = 8192;

    explicit TreeWatch(QObject* parent = nullptr);
    ~TreeWatch() override;

    /// In place of what was watched. True when there is one among them that was not, though others were: what was
    /// written into it before nobody has said.
    bool watch(const std::set<std::filesystem::path>& folders);

signals:
    /// Once for what happens in quick succession.
    void changed();

private:
    void read();

    int m_descriptor;
    std::map<std::filesystem::path, int> m_watches;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QTimer m_soon;
};

}  // namespace armillary::app
