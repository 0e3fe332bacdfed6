#include "engine/manifest/journal.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <format>

#include "engine/manifest/journal_text.h"
#include "tests/unit/manifest/folder.h"

using namespace armillary;
using namespace armillary::test;
using manifest::Journal;
using manifest::Workspace;
using Disk = Journal::Recovered::Disk;
namespace fs = std::filesystem;

namespace {

Journal opened(const fs::path& folder) {
    auto journal = Journal::open(folder);
    if (!journal) FAIL(journal.error());
    return std::move(*journal);
}

void type(Workspace& workspace, std::size_t file, std::size_t at, std::size_t length, const std::string& text) {
    REQUIRE(workspace.perform("type", std::vector<manifest::Operation>{manifest::TextEdit{file, at, length, text}}));
}

/// The only file that is left.
Journal::Recovered recovered(const fs::path& folder) {
    auto recovery = Journal::recover(folder);
    REQUIRE(recovery.problems.empty());
    REQUIRE(recovery.files.size() == 1);
    return std::move(recovery.files[0]);
}

std::size_t filesIn(const fs::path& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
}

fs::path onlyFileIn(const fs::path& folder) {
    REQUIRE(filesIn(folder) == 1);
    return fs::directory_iterator(folder)->path();
}

}  // namespace

TEST_CASE("What was not saved is offered after a crash, as it was last") {
    const Folder folder;
    const auto path = folder.make("a.yaml", "a: 1\nb: 2\n");
    const auto at = folder.path() / "journal";
    Workspace workspace;
    workspace.open(path, read(path));
    {
        Journal journal = opened(at);
        REQUIRE(journal.note(0, workspace.files()[0]));
        CHECK(filesIn(at) == 0);  // nothing is unsaved
        type(workspace, 0, 3, 1, "[");
        REQUIRE(journal.note(0, workspace.files()[0]));
        type(workspace, 0, 4, 0, "3, 4]");
        REQUIRE(journal.note(0, workspace.files()[0]));
        REQUIRE(journal.note(0, workspace.files()[0]));
        CHECK(Journal::recover(at).files.empty());  // somebody works on it
    }
    const auto found = recovered(at);
    CHECK(found.path == path);
    CHECK(found.text == "a: [3, 4]\nb: 2\n");
    CHECK(found.saved == "a: 1\nb: 2\n");
    CHECK(found.disk == Disk::AsSaved);
    CHECK(read(path) == "a: 1\nb: 2\n");
    CHECK(Journal::discard(found));
    CHECK(!Journal::discard(found));
    CHECK(Journal::recover(at).files.empty());
}

TEST_CASE("A program that is killed leaves what it noted") {
    const Folder folder;
    const auto path = folder.make("a.yaml", "a: 1\n");
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        Workspace workspace;
        workspace.open(path, "a: 1\n");
        auto journal = Journal::open(folder.path() / "journal");
        for (const char* text : {"2", "3"}) {
            const std::vector<manifest::Operation> typed{manifest::TextEdit{0, 3, 1, text}};
            if (!workspace.perform("type", typed) || !journal->note(0, workspace.files()[0])) ::_exit(1);
        }
        ::raise(SIGKILL);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFSIGNALED(status));
    CHECK(recovered(folder.path() / "journal").text == "a: 3\n");
}

TEST_CASE("A journal says whether the file is still what it was") {
    const Folder folder;
    const auto path = folder.make("a.yaml", "a: 1\n");
    const auto at = folder.path() / "journal";
    Workspace workspace;
    workspace.open(path, "a: 1\n");
    workspace.open({}, "", false);
    type(workspace, 0, 3, 1, "2");
    type(workspace, 1, 0, 0, "new: 1\n");
    {
        Journal journal = opened(at);
        REQUIRE(journal.note(0, workspace.files()[0]));
        REQUIRE(journal.note(1, workspace.files()[1]));
    }
    folder.make("a.yaml", "a: theirs\n");
    auto files = Journal::recover(at).files;
    REQUIRE(files.size() == 2);
    if (files[0].path.empty()) std::swap(files[0], files[1]);
    CHECK(files[0].disk == Disk::Changed);
    CHECK(files[0].onDisk == "a: theirs\n");
    CHECK(files[0].saved == "a: 1\n");
    CHECK(files[1].path.empty());
    CHECK(files[1].text == "new: 1\n");
    CHECK(!files[1].saved);
    CHECK(files[1].disk == Disk::Absent);
    CHECK(Journal::discard(files[1]));

    fs::remove(path);
    CHECK(recovered(at).disk == Disk::Absent);
    // By then somebody has saved the same.
    folder.make("a.yaml", "a: 2\n");
    CHECK(Journal::recover(at).files.empty());
    CHECK(filesIn(at) == 0);
}

TEST_CASE("What is saved, undone or closed has no journal any more") {
    const Folder folder;
    const auto at = folder.path() / "journal";
    Journal journal = opened(at);
    Workspace workspace;
    for (const char* name : {"a.yaml", "b.yaml", "c.yaml"}) {
        workspace.open(folder.make(name, "a: 1\n"), "a: 1\n");
        type(workspace, workspace.files().size() - 1, 3, 1, "2");
    }
    for (std::size_t i = 0; i < 3; ++i) REQUIRE(journal.note(i, workspace.files()[i]));
    CHECK(filesIn(at) == 3);
    workspace.markSaved(0, "a: 2\n");
    REQUIRE(journal.note(0, workspace.files()[0]));
    CHECK(filesIn(at) == 2);
    REQUIRE(workspace.undo());
    REQUIRE(journal.note(2, workspace.files()[2]));
    CHECK(filesIn(at) == 1);
    journal.forget(1);
    journal.forget(1);
    CHECK(filesIn(at) == 0);
}

TEST_CASE("Another name, and another state on disk, begin the journal anew") {
    const Folder folder;
    const auto at = folder.path() / "journal";
    Workspace workspace;
    workspace.open(folder.path() / "a.yaml", "a: 1\n");
    {
        Journal journal = opened(at);
        type(workspace, 0, 3, 1, "2");
        REQUIRE(journal.note(0, workspace.files()[0]));
        workspace.reread(0, "a: theirs\n", "changed on disk");
        REQUIRE(journal.note(0, workspace.files()[0]));
        workspace.setPath(0, folder.path() / "b.yaml");
        REQUIRE(journal.note(0, workspace.files()[0]));
    }
    const auto found = recovered(at);
    CHECK(found.path == folder.path() / "b.yaml");
    CHECK(found.saved == "a: theirs\n");
    CHECK(found.text == "a: 2\n");
}

TEST_CASE("A journal stays small however long somebody types, and loses nothing by it") {
    const Folder folder;
    const auto at = folder.path() / "journal";
    const std::string text(40'000, '#');
    Workspace workspace;
    workspace.open(folder.path() / "a.yaml", text);
    std::size_t largest = 0;
    {
        Journal journal = opened(at);
        for (int i = 0; i < 2500; ++i) {
            type(workspace, 0, 10, 1, i % 2 == 0 ? "x" : std::string(1200, 'y'));
            REQUIRE(journal.note(0, workspace.files()[0]));
            if (i % 100 == 0) largest = std::max<std::size_t>(largest, fs::file_size(onlyFileIn(at)));
        }
    }
    CHECK(largest < 4'000'000);
    CHECK(recovered(at).text == workspace.files()[0].text);
}

TEST_CASE("Only its owner can read a journal") {
    const Folder folder;
    const auto at = folder.path() / "deep/journal";
    Journal journal = opened(at);
    Workspace workspace;
    workspace.open(folder.path() / "a.yaml", "a: 1\n");
    type(workspace, 0, 3, 1, "2");
    REQUIRE(journal.note(0, workspace.files()[0]));
    CHECK(fs::status(at).permissions() == fs::perms(0700));
    CHECK(fs::status(onlyFileIn(at)).permissions() == fs::perms(0600));
}

TEST_CASE("A full disk is told of, and what was noted before it stays") {
    const Folder folder;
    const auto at = folder.path() / "journal";
    Workspace workspace;
    workspace.open(folder.path() / "a.yaml", "a: 1\n");
    std::expected<void, std::string> noted;
    {
        Journal journal = opened(at);
        type(workspace, 0, 3, 1, "2");
        REQUIRE(journal.note(0, workspace.files()[0]));
        type(workspace, 0, 5, 0, std::string(5000, '#'));
        // Nobody's file may grow beyond that for a moment.
        struct rlimit before{};
        REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        const struct rlimit small{1000, before.rlim_max};
        REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
        noted = journal.note(0, workspace.files()[0]);
        ::setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, handler);
        REQUIRE(!noted);
        CHECK(noted.error().contains("cannot write"));
        CHECK(manifest::readJournal(read(onlyFileIn(at)))->text == "a: 2\n");
        type(workspace, 0, 3, 1, "3");
        REQUIRE(journal.note(0, workspace.files()[0]));
    }
    CHECK(recovered(at).text == workspace.files()[0].text);
}

TEST_CASE("A record that was cut off is left out, and what is no journal is named") {
    const Folder folder;
    const std::string head = manifest::journalHead("/x/a.yaml", "a: 1\n");
    const std::string first = manifest::journalRecord({3, "1", "2"}), second = manifest::journalRecord({3, "2", "3"});
    const std::string whole = head + first + second;
    for (std::size_t size = 0; size <= whole.size(); ++size) {
        const auto read = manifest::readJournal(whole.substr(0, size));
        REQUIRE(read.has_value() == (size >= head.size()));
        if (!read) continue;
        CHECK(read->torn == (size != head.size() && size != head.size() + first.size() && size != whole.size()));
        CHECK(read->text == (size == whole.size()                 ? "a: 3\n"
                             : size >= head.size() + first.size() ? "a: 2\n"
                                                                  : "a: 1\n"));
    }
    std::string flipped = whole;
    flipped[flipped.size() - 1] ^= 1;
    CHECK(manifest::readJournal(flipped)->text == "a: 2\n");
    CHECK(!manifest::readJournal(head + manifest::journalRecord({9, "", "x"})));
    CHECK(!manifest::readJournal(head + manifest::journalRecord({3, "1234567", ""})));
    CHECK(!manifest::readJournal(head + head.substr(head.find('\n') + 1)));  // a second head

    folder.make("journal/x.journal", "nonsense");
    folder.make("journal/y.new", head);
    folder.make("journal/notes.txt", "not ours");
    const auto recovery = Journal::recover(folder.path() / "journal");
    CHECK(recovery.files.empty());
    REQUIRE(recovery.problems.size() == 1);
    CHECK(recovery.problems[0] == (folder.path() / "journal/x.journal").string() + ": it is no journal");
    CHECK(fs::exists(folder.path() / "journal/notes.txt"));
    CHECK(!fs::exists(folder.path() / "journal/y.new"));
    CHECK(Journal::recover(folder.path() / "absent").files.empty());
}

TEST_CASE("A journal that cannot be kept says so") {
    const Folder folder;
    const auto file = folder.make("file", "");
    CHECK(!Journal::open(file / "journal"));
    CHECK(!Journal::open(file));
}
