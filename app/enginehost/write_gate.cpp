#include "write_gate.h"

#include <chrono>
#include <thread>

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
    if (call.method != "DELETE" && !call.target.contains("fieldManager="))
        add("fieldManager=" + std::string(kFieldManager));
    if (dryRun) add("dryRun=All");
    return call;
}

/// "the server could not find the requested resource": nothing of that kind is served; unlike an object that is
/// missing.
bool isUnserved(const Status& status) {
    return status::isNotFound(status) && (!status.details || status.details->name.empty());
}

Result<client::Answer> perform(client::Calls& calls, const Write& write, bool dryRun) {
    constexpr auto kAskAgainAfter = std::chrono::milliseconds(200);
    const auto until = std::chrono::steady_clock::now() + write.patience;
    Result<client::Answer> answer =
        std::unexpected(status::badRequest(WriteGate::tr("There is nothing to do.").toStdString()));
    for (const client::Call& call : write.calls) {
        answer = calls.call(managed(call, dryRun));
        while (!answer && isUnserved(answer.error()) && std::chrono::steady_clock::now() < until) {
            std::this_thread::sleep_for(kAskAgainAfter);
            answer = calls.call(managed(call, dryRun));
        }
        if (!answer) break;
    }
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
    auto work = [server = m_calls, write] { return perform(*server, write, false); };
    m_backstage->ask(this, std::move(work),
                     [this, server = m_calls, write = std::move(write), receiver = QPointer<QObject>(receiver),
                      anybody = receiver != nullptr, done = std::move(done)](Result<client::Answer> outcome) mutable {
                         --m_pending;
                         emit pendingChanged();
                         // What undoes it is of no use to the cluster that the window has turned to since.
                         if (server != m_calls) {
                             write.undo.clear();
                             write.undoOf = {};
                         }
                         finish(std::move(write), outcome);
                         if (done && (receiver || !anybody)) done(outcome);
                     });
}

void WriteGate::finish(Write write, const Result<client::Answer>& outcome) {
    if (!outcome) {
        if (!write.quiet) emit failed(write.title, write.subject, QString::fromStdString(outcome.error().message));
        return;
    }
    if (write.undoOf) write.undo = write.undoOf(*outcome);
    const bool canUndo = !write.undo.empty();
    if (canUndo) keep({.title = write.undoTitle, .parts = {write}});
    if (!write.quiet) emit succeeded(write.title, canUndo);
}

struct WriteGate::Batch {
    QString title;
    std::vector<Write> writes;
    std::vector<Result<client::Answer>> outcomes;  ///< of those that have been done, or were refused
    std::shared_ptr<client::Calls> server;
    QPointer<QObject> receiver;
    Each each;
    std::stop_token stop;
};

void WriteGate::submitAll(const QString& title, std::vector<Write> writes, QObject* receiver, Each each,
                          std::stop_token stop) {
    if (writes.empty()) return;
    if (writes.size() == 1) {
        Done done;
        if (each) done = [each = std::move(each)](const Result<client::Answer>& outcome) { each(0, outcome); };
        return submit(std::move(writes.front()), receiver, std::move(done));
    }
    if (auto refused = refusal()) {
        emit failed(title, writes.front().subject, QString::fromStdString(refused->message));
        if (each)
            for (std::size_t index = 0; index < writes.size(); ++index) each(index, std::unexpected(*refused));
        return;
    }
    ++m_pending;
    emit pendingChanged();
    next(std::make_shared<Batch>(Batch{.title = title,
                                       .writes = std::move(writes),
                                       .outcomes = {},
                                       .server = m_calls,
                                       .receiver = receiver,
                                       .each = std::move(each),
                                       .stop = std::move(stop)}));
}

/// One after the other, so that a lock or a stop is heard between two.
void WriteGate::next(const std::shared_ptr<Batch>& batch) {
    const auto take = [this, batch](Result<client::Answer> outcome) {
        const std::size_t index = batch->outcomes.size();
        batch->outcomes.push_back(std::move(outcome));
        if (batch->each && batch->receiver) batch->each(index, batch->outcomes.back());
    };
    const auto refused = [&]() -> std::optional<Status> {
        if (batch->server != m_calls)
            return status::serviceUnavailable(tr("The window has left this cluster.").toStdString());
        if (batch->stop.stop_requested()) return status::badRequest(tr("It was stopped before this.").toStdString());
        if (batch->outcomes.size() >= kMostTogether)
            return status::badRequest(tr("Not more than that many at once.").toStdString());
        return refusal();
    };
    while (batch->outcomes.size() < batch->writes.size()) {
        if (auto refusal = refused()) {
            take(std::unexpected(std::move(*refusal)));
            continue;
        }
        return m_backstage->ask(
            this,
            [batch, index = batch->outcomes.size()] { return perform(*batch->server, batch->writes[index], false); },
            [this, batch, take](Result<client::Answer> outcome) {
                take(std::move(outcome));
                next(batch);
            });
    }
    --m_pending;
    emit pendingChanged();
    finishAll(*batch);
}

void WriteGate::finishAll(Batch& batch) {
    Undo undo{.title = tr("Take back: %1").arg(batch.title), .parts = {}};
    std::size_t done = 0;
    QStringList problems;
    for (std::size_t at = 0; at < batch.writes.size(); ++at) {
        Write& write = batch.writes[at];
        const Result<client::Answer>& outcome = batch.outcomes[at];
        if (!outcome) {
            if (problems.size() < kMostProblems)
                problems << tr("%1: %2").arg(write.subject, QString::fromStdString(outcome.error().message));
            continue;
        }
        ++done;
        if (batch.server != m_calls) continue;
        if (write.undoOf) write.undo = write.undoOf(*outcome);
        if (!write.undo.empty()) undo.parts.insert(undo.parts.begin(), write);
    }
    const bool canUndo = !undo.parts.empty();
    if (canUndo) keep(std::move(undo));
    if (done == batch.writes.size()) {
        emit succeeded(batch.title, canUndo);
        return;
    }
    emit failed(done == 0 ? batch.title : tr("%1 of %2 done: %3").arg(done).arg(batch.writes.size()).arg(batch.title),
                batch.writes.front().subject, problems.join(u'\n'));
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
        receiver, [server = m_calls, write] { return perform(*server, write, true); },
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
