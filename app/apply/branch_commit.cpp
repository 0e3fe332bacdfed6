#include "branch_commit.h"

#include <QDateTime>
#include <QFileInfo>
#include <algorithm>

#include "engine/gitops/source/fetch.h"
#include "engine/gitops/source/location.h"
#include "engine/gitops/source/propose.h"

namespace armillary::app {

namespace {

constexpr int kMostTitles = 20, kMostTries = 100;
constexpr auto kPushPatience = std::chrono::minutes(2);

using Differs = gitops::EditedState::Kind;
using Looked = BranchCommit::Looked;

struct Edited {
    QString path;
    std::string text;
};

QString textOf(const std::string& text) {
    return QString::fromStdString(text);
}

/// The first of "name", "name-2", … that no branch has.
QString unused(const QString& name, const QStringList& taken) {
    QString free = name;
    for (int number = 2; taken.contains(free) && number < kMostTries; ++number)
        free = name + QStringLiteral("-%1").arg(number);
    return free;
}

Looked unable(const gitops::Problem& problem) {
    Looked looked;
    looked.problem = textOf(problem.message);
    looked.next = textOf(problem.next);
    return looked;
}

/// What differs from what is checked out.
gitops::Expected<void> keepWhatDiffers(const gitops::BranchWriter& writer, Looked& looked) {
    const auto states = writer.compare("HEAD", looked.files);
    if (!states) return std::unexpected(states.error());
    std::vector<gitops::EditedFile> files;
    for (std::size_t i = 0; i < states->size(); ++i) {
        const Differs kind = (*states)[i].kind;
        if (kind != Differs::New && kind != Differs::Changed) continue;
        files.push_back(std::move(looked.files[i]));
        looked.fresh.push_back(kind == Differs::New);
    }
    looked.files = std::move(files);
    looked.chosen.assign(looked.files.size(), true);
    return {};
}

/// Backstage: it reads the disk.
Looked lookAt(const std::vector<Edited>& files, const QString& words) {
    const auto placed = std::ranges::find_if(files, [](const Edited& each) { return !each.path.isEmpty(); });
    if (placed == files.end())
        return unable({BranchCommit::tr("This is in no folder yet.").toStdString(),
                       BranchCommit::tr("Save it into a git repository first.").toStdString()});
    const auto writer = gitops::BranchWriter::open(QFileInfo(placed->path).absolutePath().toStdString());
    if (!writer) return unable(writer.error());
    const auto author = writer->author();
    if (!author) return unable(author.error());
    Looked looked{
        .root = textOf(writer->root().string()), .base = textOf(writer->checkedOut()), .author = textOf(*author)};
    for (const Edited& each : files) {
        if (each.path.isEmpty()) {
            looked.leftOut << BranchCommit::tr("What has no file yet is not in it: save it first.");
            continue;
        }
        auto path = writer->pathOf(each.path.toStdString());
        if (!path) {
            looked.leftOut << textOf(path.error().message);
            continue;
        }
        looked.files.push_back({.path = std::move(*path),
                                .text = each.text,
                                .executable = QFileInfo(each.path).permission(QFileDevice::ExeOwner)});
    }
    if (const auto compared = keepWhatDiffers(*writer, looked); !compared) return unable(compared.error());
    if (looked.files.empty())
        return unable(
            {BranchCommit::tr("The files are what the repository has: there is nothing to commit.").toStdString(),
             looked.leftOut.join(u' ').toStdString()});
    for (const std::string& name : writer->branches()) looked.branches << textOf(name);
    looked.proposedBranch = unused(textOf(gitops::branchNameOf(words.toStdString())), looked.branches);
    looked.remotes = writer->remotes();
    return looked;
}

QString messageOf(const QStringList& titles) {
    if (titles.isEmpty()) return BranchCommit::tr("Edit manifests");
    if (titles.size() == 1) return titles.first();
    QString text = BranchCommit::tr("Edit %n objects", nullptr, static_cast<int>(titles.size())) + u'\n';
    for (const QString& title : titles.first(std::min<qsizetype>(titles.size(), kMostTitles)))
        text += QStringLiteral("\n- ") + title;
    return titles.size() > kMostTitles ? text + QStringLiteral("\n- …") : text;
}

gitops::Fetching usersGit() {
    return {.git = gitops::findProgram("git"),
            .cache = {},
            .environment = gitops::fetchEnvironment(),
            .patience = kPushPatience};
}

}  // namespace

void BranchCommit::setCluster(Cluster* cluster) {
    if (m_cluster == cluster) return;
    m_cluster = cluster;
    emit clusterChanged();
}

void BranchCommit::setStage(Stage stage) {
    m_stage = stage;
    emit changed();
}

void BranchCommit::fail(Stage stage, const gitops::Problem& problem) {
    m_problem = textOf(problem.message);
    m_next = textOf(problem.next);
    setStage(stage);
}

QVariantList BranchCommit::files() const {
    QVariantList list;
    for (std::size_t i = 0; i < m_looked.files.size(); ++i)
        list.append(QVariantMap{{"path", textOf(m_looked.files[i].path)},
                                {"fresh", static_cast<bool>(m_looked.fresh[i])},
                                {"chosen", static_cast<bool>(m_looked.chosen[i])}});
    return list;
}

int BranchCommit::chosen() const {
    return static_cast<int>(std::ranges::count(m_looked.chosen, true));
}

QStringList BranchCommit::remotes() const {
    QStringList names;
    for (const gitops::Remote& remote : m_looked.remotes) names << textOf(remote.name);
    return names;
}

QStringList BranchCommit::addresses() const {
    QStringList addresses;
    for (const gitops::Remote& remote : m_looked.remotes) addresses << textOf(gitops::withoutSecrets(remote.address));
    return addresses;
}

void BranchCommit::look(const QVariantList& files, const QStringList& titles) {
    if (!m_cluster || m_stage == Committing || m_stage == Pushing) return;
    std::vector<Edited> edited;
    for (const QVariant& each : files)
        edited.push_back({each.toMap()["path"].toString(), each.toMap()["text"].toByteArray().toStdString()});
    m_looked = {};
    m_problem.clear();
    m_next.clear();
    m_commit.clear();
    m_page.clear();
    m_pushed = false;
    m_message = messageOf(titles);
    setStage(Looking);
    emit filesChanged();
    const QString words = m_message.section(u'\n', 0, 0);
    m_cluster->work(
        this, [edited = std::move(edited), words] { return lookAt(edited, words); },
        [this, generation = ++m_generation](Looked looked) {
            if (generation != m_generation) return;
            m_looked = std::move(looked);
            m_problem = m_looked.problem;
            m_next = m_looked.next;
            emit filesChanged();
            setStage(m_problem.isEmpty() ? Ready : Unable);
        });
}

void BranchCommit::choose(int file, bool wanted) {
    if (m_stage != Ready || file < 0 || file >= static_cast<int>(m_looked.chosen.size())) return;
    m_looked.chosen[static_cast<std::size_t>(file)] = wanted;
    emit filesChanged();
}

QVariantMap BranchCommit::weigh(const QString& branch) const {
    const auto said = [](const QString& text, bool possible) {
        return QVariantMap{{"text", text}, {"possible", possible}};
    };
    if (const auto refused = gitops::branchNameProblem(branch.toStdString()))
        return said(textOf(refused->message) + QStringLiteral(". ") + textOf(refused->next), false);
    if (branch == m_looked.base)
        return said(tr("%1 is checked out, and what is checked out stays as it is: name another branch.").arg(branch),
                    false);
    if (m_looked.branches.contains(branch))
        return said(tr("%1 is there already: it gets one more commit.").arg(branch), true);
    return said(m_looked.base.isEmpty() ? tr("A new branch on top of what is checked out.")
                                        : tr("A new branch on top of %1.").arg(m_looked.base),
                true);
}

void BranchCommit::commit(const QString& branch, const QString& message, int remote) {
    if (!m_cluster || m_stage != Ready) return;
    gitops::BranchOrder order{
        .branch = branch.toStdString(),
        .message = message.toStdString(),
        .when = std::chrono::sys_seconds(std::chrono::seconds(QDateTime::currentSecsSinceEpoch()))};
    for (std::size_t i = 0; i < m_looked.files.size(); ++i)
        if (m_looked.chosen[i]) order.files.push_back(m_looked.files[i]);
    m_problem.clear();
    m_next.clear();
    setStage(Committing);
    m_cluster->work(
        this,
        [root = m_looked.root.toStdString(), order = std::move(order)]() -> gitops::Expected<gitops::Committed> {
            const auto writer = gitops::BranchWriter::open(root);
            if (!writer) return std::unexpected(writer.error());
            return writer->commit(order);
        },
        [this, remote, generation = ++m_generation](const gitops::Expected<gitops::Committed>& committed) {
            if (generation != m_generation) return;
            if (!committed) return fail(Ready, committed.error());
            m_branch = textOf(committed->branch);
            m_commit = textOf(committed->commit);
            m_unsigned = committed->unsignedHere;
            setStage(Done);
            push(remote);
        });
}

void BranchCommit::push(int remote) {
    if (!m_cluster || m_stage != Done || m_pushed || remote < 0 || remote >= static_cast<int>(m_looked.remotes.size()))
        return;
    m_problem.clear();
    m_next.clear();
    m_stop = std::stop_source();
    setStage(Pushing);
    const gitops::Remote& to = m_looked.remotes[static_cast<std::size_t>(remote)];
    m_cluster->work(
        this,
        [root = m_looked.root.toStdString(), branch = m_branch.toStdString(), to, stop = m_stop.get_token()] {
            gitops::ChildRunner runner;
            return gitops::pushBranch(root, branch, to, usersGit(), runner, stop);
        },
        [this, generation = ++m_generation,
         page = textOf(gitops::pullRequestPage(to.address, m_branch.toStdString()))](const gitops::Expected<>& pushed) {
            if (generation != m_generation) return;
            if (!pushed) return fail(Done, pushed.error());
            m_pushed = true;
            m_page = page;
            setStage(Done);
        });
}

}  // namespace armillary::app
