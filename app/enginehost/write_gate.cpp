#include "write_gate.h"

#include <chrono>

#include "gated_channels.h"

namespace armillary::app {

namespace {

constexpr auto kUnlockedFor = std::chrono::minutes(15);
constexpr std::size_t kMostUndo = 100;
constexpr qsizetype kMostProblems = 5;
constexpr std::string_view kFieldManager = "armillary";

/// With the parameters that the gate adds to each write.
client::Call managed(client::Call call, bool dryRun) {
    const auto add = [&call](const std::string& parameter) {
        call.target += (call.target.contains('?') ? "&" : "?") + parameter;
    };
    if (call.method != "DELETE") add("fieldManager=" + std::string(kFieldManager));
    if (dryRun) add("dryRun=All");
    return call;
}

Result<client::Answer> perform(client::Calls& calls, const std::vector<client::Call>& writes, bool dryRun) {
    Result<client::Answer> answer =
        std::unexpected(status::badRequest(WriteGate::tr("There is nothing to do.").toStdString()));
    for (const client::Call& write : writes)
        if (answer = calls.call(managed(write, dryRun)); !answer) break;
    return answer;
}

}  // namespace

WriteGate::WriteGate(std::shared_ptr<Backstage> backstage, QObject* parent)
    : QObject(parent), m_backstage(std::move(backstage)) {
    m_relock.setSingleShot(true);
    m_relock.setInterval(kUnlockedFor);
    connect(&m_relock, &QTimer::timeout, this, &WriteGate::lock);
}

void WriteGate::setCalls(std::shared_ptr<client::Calls> calls, const QString& context) {
    if (m_calls) sever(status::serviceUnavailable(tr("The window has left this cluster.").toStdString()));
    m_calls = std::move(calls);
    m_context = context;
    m_undo.clear();  // it was another cluster's
    lock();
    emit lockChanged();
    emit undoChanged();
}

void WriteGate::setProduction(bool production) {
    if (m_production == production) return;
    m_production = production;
    m_unlockedUntil = {};
    m_relock.stop();
    if (isLocked()) sever(*refusal());
    emit lockChanged();
}

bool WriteGate::unlock(const QString& name) {
    if (!m_production || name != m_context) return false;
    m_unlockedUntil = QDateTime::currentDateTime().addDuration(kUnlockedFor);
    m_relock.start();
    emit lockChanged();
    return true;
}

void WriteGate::lock() {
    m_relock.stop();
    if (!m_unlockedUntil.isValid()) return;
    m_unlockedUntil = {};
    if (auto refused = refusal()) sever(*refused);
    emit lockChanged();
}

std::optional<Status> WriteGate::refusal() const {
    if (!m_calls) return status::serviceUnavailable(tr("No cluster is connected.").toStdString());
    if (!isLocked()) return std::nullopt;
    Status refused = status::forbidden("", "", "");
    refused.message = tr("The context %1 is production and locked; unlock it first.").arg(m_context).toStdString();
    return refused;
}

void WriteGate::submit(Write write, QObject* receiver, Done done) {
    if (auto refused = refusal()) {
        emit failed(write.title, write.subject, QString::fromStdString(refused->message));
        if (done) done(std::unexpected(std::move(*refused)));
        return;
    }
    ++m_pending;
    emit pendingChanged();
    const std::vector<client::Call> calls = write.calls;
    m_backstage->ask(
        this, [server = m_calls, calls] { return perform(*server, calls, false); },
        [this, server = m_calls, write = std::move(write), receiver = QPointer<QObject>(receiver),
         anybody = receiver != nullptr, done = std::move(done)](Result<client::Answer> outcome) mutable {
            --m_pending;
            emit pendingChanged();
            // What undoes it is of no use to the cluster that the window has turned to since.
            if (server != m_calls) write.undo.clear();
            finish(std::move(write), outcome);
            if (done && (receiver || !anybody)) done(outcome);
        });
}

void WriteGate::finish(Write write, const Result<client::Answer>& outcome) {
    if (!outcome) {
        if (!write.quiet) emit failed(write.title, write.subject, QString::fromStdString(outcome.error().message));
        return;
    }
    const bool canUndo = !write.undo.empty();
    if (canUndo) keep({.title = write.undoTitle, .parts = {write}});
    if (!write.quiet) emit succeeded(write.title, canUndo);
}

void WriteGate::submitAll(const QString& title, std::vector<Write> writes) {
    if (writes.empty()) return;
    if (writes.size() == 1) return submit(std::move(writes.front()));
    if (auto refused = refusal()) {
        emit failed(title, writes.front().subject, QString::fromStdString(refused->message));
        return;
    }
    ++m_pending;
    emit pendingChanged();
    auto all = std::make_shared<const std::vector<Write>>(std::move(writes));
    m_backstage->ask(
        this,
        [server = m_calls, all] {
            std::vector<Result<client::Answer>> outcomes;
            for (const Write& write : *all)
                outcomes.push_back(
                    outcomes.size() < kMostTogether
                        ? perform(*server, write.calls, false)
                        : std::unexpected(status::badRequest(tr("Not more than that many at once.").toStdString())));
            return outcomes;
        },
        [this, server = m_calls, all, title](const std::vector<Result<client::Answer>>& outcomes) {
            --m_pending;
            emit pendingChanged();
            finishAll(title, *all, outcomes, server == m_calls);
        });
}

void WriteGate::finishAll(const QString& title, const std::vector<Write>& writes,
                          const std::vector<Result<client::Answer>>& outcomes, bool sameServer) {
    Undo undo{.title = tr("Take back: %1").arg(title), .parts = {}};
    std::size_t done = 0;
    QStringList problems;
    for (std::size_t at = 0; at < writes.size(); ++at) {
        if (!outcomes[at]) {
            if (problems.size() < kMostProblems)
                problems << tr("%1: %2").arg(writes[at].subject, QString::fromStdString(outcomes[at].error().message));
            continue;
        }
        ++done;
        if (!writes[at].undo.empty() && sameServer) undo.parts.push_back(writes[at]);
    }
    const bool canUndo = !undo.parts.empty();
    if (canUndo) keep(std::move(undo));
    if (done == writes.size()) {
        emit succeeded(title, canUndo);
        return;
    }
    emit failed(done == 0 ? title : tr("%1 of %2 done: %3").arg(done).arg(writes.size()).arg(title),
                writes.front().subject, problems.join(u'\n'));
}

void WriteGate::keep(Undo undo) {
    if (m_undo.size() == kMostUndo) m_undo.erase(m_undo.begin());
    m_undo.push_back(std::move(undo));
    emit undoChanged();
}

void WriteGate::tryOut(const Write& write, QObject* receiver, Done done) {
    // Not even that on a locked context: admission webhooks see dry runs, too.
    if (auto refused = refusal()) return done(std::unexpected(std::move(*refused)));
    m_backstage->ask(
        receiver, [server = m_calls, calls = write.calls] { return perform(*server, calls, true); },
        [done = std::move(done)](const Result<client::Answer>& outcome) { done(outcome); });
}

void WriteGate::open(const std::string& target, std::vector<std::string> protocols, client::ChannelHandlers handlers,
                     QObject* receiver, Opened opened) {
    if (auto refused = refusal()) return opened(std::unexpected(std::move(*refused)));
    const auto gated = std::make_shared<GatedChannels>(std::move(handlers));
    std::erase_if(m_open, [](const auto& held) { return held.expired(); });
    m_open.push_back(gated);
    m_backstage->ask(
        receiver,
        [server = m_calls, target, protocols = std::move(protocols),
         gated]() -> Result<std::unique_ptr<client::Channels>> {
            auto channels = server->open(target, protocols, gated->handlers());
            if (!channels) return std::unexpected(std::move(channels.error()));
            return gated->take(std::move(*channels));
        },
        std::move(opened));
}

/// It may take a moment to let go of a connection, so that backstage does.
void WriteGate::sever(const Status& why) {
    for (const auto& held : std::exchange(m_open, {}))
        if (auto channels = held.lock())
            m_backstage->run([channels = std::move(channels), why] { channels->sever(why); });
}

void WriteGate::undo() {
    if (m_undo.empty() || refusal()) return;
    Undo last = std::move(m_undo.back());
    m_undo.pop_back();
    emit undoChanged();
    std::vector<Write> back;
    for (Write& part : last.parts)
        back.push_back({.title = part.undoTitle, .subject = part.subject, .calls = std::move(part.undo)});
    submitAll(last.title, std::move(back));
}

}  // namespace armillary::app
