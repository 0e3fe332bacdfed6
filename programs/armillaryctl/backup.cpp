#include "engine/runtime/backup.h"

#include <unistd.h>

#include <cstdio>
#include <format>

#include "programs/armillaryctl/commands.h"
#include "programs/common/folder.h"

namespace armillary::ctl {

namespace {

/// One line that is written over; nothing where nobody watches.
class Progress {
public:
    explicit Progress(const char* what) : m_what(what) {}
    ~Progress() {
        if (m_shown >= 0) std::printf("\r%*s\r", 40, "");
    }
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void show(int percent) {
        if (percent == m_shown || isatty(STDOUT_FILENO) == 0) return;
        m_shown = percent;
        std::printf("\r  %s %3d %%", m_what, percent);
        std::fflush(stdout);
    }

private:
    const char* m_what;
    int m_shown = -1;
};

std::string described(const runtime::BackupSummary& summary) {
    return std::format("revision {}, {} files of keys and settings, {:.1f} MiB", summary.revision, summary.files,
                       static_cast<double>(summary.bytes) / (1 << 20));
}

}  // namespace

int backup(const DataDir& dir, const std::filesystem::path& file) {
    std::expected<runtime::BackupSummary, std::string> made;
    {
        Progress progress("copying");
        made = runtime::backupCluster(dir.root, file, [&](int percent) { progress.show(percent); });
    }
    if (!made) return fail(made.error());
    say(std::format("backed up and checked: {} ({})", file.string(), described(*made)));
    say("keep it as safe as the cluster: it holds its keys and secrets");
    return 0;
}

int restore(const DataDir& dir, const std::filesystem::path& file) {
    if (auto claimed = programs::claimFolder(dir.root); !claimed) return fail(claimed.error());
    std::expected<runtime::BackupSummary, std::string> done;
    {
        Progress progress("restoring");
        done = runtime::restoreCluster(file, dir.root, [&](int percent) { progress.show(percent); });
    }
    if (!done) return fail(done.error());
    say(std::format("restored into {} ({})", dir.root.string(), described(*done)));
    say("start it with: armillaryctl up --data-dir " + dir.root.string());
    return 0;
}

}  // namespace armillary::ctl
