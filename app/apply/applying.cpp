#include "applying.h"

#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStringDecoder>
#include <algorithm>

#include "apply_effects.h"
#include "patch_file.h"

namespace armillary::app {

namespace {

constexpr auto kValidateAfter = std::chrono::milliseconds(300);

using Becomes = ApplyStep::Change;

ApplyStep::Choice choiceOf(const QString& name) {
    return name == u"take"    ? ApplyStep::Choice::TakeOver
           : name == u"leave" ? ApplyStep::Choice::Leave
                              : ApplyStep::Choice::Ask;
}

}  // namespace

Applying::Applying(QObject* parent) : QAbstractListModel(parent) {
    m_validateSoon.setSingleShot(true);
    m_validateSoon.setInterval(kValidateAfter);
    connect(&m_validateSoon, &QTimer::timeout, this, &Applying::validate);
    connect(&m_rollouts, &RolloutWatch::progressed, this,
            [this](std::size_t row, const RolloutWatch::Progress& progress) {
                if (row >= m_steps.size()) return;
                m_steps[row].progress = progress;
                m_steps[row].followed = true;
                changed(row);
                emit rolloutChanged();
            });
}

void Applying::setCluster(Cluster* cluster) {
    if (m_cluster == cluster) return;
    if (m_cluster) disconnect(m_cluster->gate(), nullptr, this, nullptr);
    m_rollouts.stop();
    m_cluster = cluster;
    if (cluster) connect(cluster->gate(), &WriteGate::lockChanged, this, &Applying::lockChanged);
    emit clusterChanged();
}

void Applying::setHomeNamespace(const QString& name) {
    if (m_namespace == name) return;
    m_namespace = name;
    emit clusterChanged();
}

bool Applying::isLocked() const {
    return m_cluster && m_cluster->gate()->isLocked();
}

void Applying::lockChanged() {
    emit stateChanged();
    // Now the server may be asked.
    if (m_stage == Reviewing && m_untried && !isLocked()) look();
}

void Applying::setText(const QString& text) {
    if (text == m_text) return;
    m_text = text;
    m_validateSoon.start();
    emit textChanged();
}

void Applying::setFieldManager(const QString& name) {
    if (m_fieldManager == name || name.isEmpty()) return;
    m_fieldManager = name;
    emit textChanged();
}

void Applying::validate() {
    if (!m_cluster || m_stage != Editing) return;
    m_cluster->ask(
        this, [text = m_text](const Reader&) { return countObjects(text); },
        [this, generation = ++m_generation](const std::expected<std::size_t, TextFault>& counted) {
            if (generation == m_generation) setFault(counted ? TextFault() : counted.error(), counted.value_or(0));
        });
}

void Applying::setFault(const TextFault& fault, std::size_t objects) {
    const QString summary = fault.text.isEmpty() ? tr("%n objects", nullptr, static_cast<int>(objects)) : QString();
    if (fault == m_fault && summary == m_summary) return;
    m_fault = fault;
    m_summary = summary;
    emit faultChanged();
}

void Applying::setStage(Stage stage) {
    m_stage = stage;
    emit stateChanged();
}

void Applying::look() {
    if (!m_cluster || m_stage == Looking || m_stage == Writing) return;
    m_validateSoon.stop();
    m_rollouts.stop();
    m_outcome.clear();
    m_tone.clear();
    m_done = 0;
    m_untried = isLocked();
    setStage(Looking);
    emit progressChanged();
    m_cluster->ask(
        this,
        [text = m_text, served = m_cluster->discovery(), name = m_namespace](const Reader& reader) {
            return readSteps(reader, text, served, name);
        },
        [this, generation = ++m_generation](std::expected<std::vector<ApplyStep>, TextFault> steps) {
            if (generation != m_generation) return;
            if (!steps) {
                setFault(steps.error(), 0);
                return setStage(Editing);
            }
            take(std::move(*steps));
            setFault({}, m_steps.size());
            if (m_untried) {
                for (ApplyStep& step : m_steps) step.assume();
                return review();
            }
            std::deque<std::size_t> rows;
            for (std::size_t row = 0; row < m_steps.size(); ++row)
                if (m_steps[row].change == Becomes::Create || m_steps[row].change == Becomes::Update)
                    rows.push_back(row);
            tryRows(std::move(rows));
        });
}

void Applying::take(std::vector<ApplyStep> steps) {
    beginResetModel();
    m_steps = std::move(steps);
    endResetModel();
    m_unseen.clear();
    m_weighing = false;
    emit progressChanged();
    emit effectsChanged();
    emit rolloutChanged();
}

void Applying::tryRows(std::deque<std::size_t> rows) {
    m_toTry = std::move(rows);
    if (m_stage != Looking) setStage(Looking);
    tryNext();
}

void Applying::tryNext() {
    m_done = count() - static_cast<int>(m_toTry.size());
    emit progressChanged();
    if (m_toTry.empty() || !m_cluster) return review();
    const std::size_t row = m_toTry.front();
    m_cluster->gate()->tryOut(m_steps[row].write(m_fieldManager), this,
                              [this, row, generation = m_generation](const Result<client::Answer>& tried) {
                                  if (generation != m_generation) return;
                                  if (m_steps[row].take(tried, m_fieldManager)) m_toTry.pop_front();
                                  changed(row);
                                  tryNext();
                              });
}

void Applying::decide(int row, const QString& choice) {
    if (m_stage != Reviewing || row < 0 || row >= count() || isLocked()) return;
    ApplyStep& step = m_steps[static_cast<std::size_t>(row)];
    if (step.owned.empty() || step.choice == choiceOf(choice)) return;
    step.decide(choiceOf(choice));
    tryRows({static_cast<std::size_t>(row)});
}

void Applying::decideAll(const QString& choice) {
    if (m_stage != Reviewing || isLocked()) return;
    std::deque<std::size_t> rows;
    for (std::size_t row = 0; row < m_steps.size(); ++row) {
        if (!m_steps[row].asksAboutOwned()) continue;
        m_steps[row].decide(choiceOf(choice));
        rows.push_back(row);
    }
    if (!rows.empty()) tryRows(std::move(rows));
}

/// What it does to what runs is worked out while the review is there to be read.
void Applying::weigh() {
    if (!m_cluster || !m_cluster->reader()) return;
    m_weighing = true;
    emit effectsChanged();
    m_cluster->ask(
        this,
        [steps = m_steps, served = m_cluster->discovery().resources, name = m_namespace](const Reader& reader) {
            return effectsOf(reader, served, steps, name);
        },
        [this, generation = ++m_generation](ApplyEffects effects) {
            if (generation != m_generation || effects.steps.size() != m_steps.size()) return;
            for (std::size_t row = 0; row < m_steps.size(); ++row) {
                m_steps[row].impacts = std::move(effects.steps[row]);
                changed(row);
            }
            m_unseen = effects.unseen;
            m_weighing = false;
            emit effectsChanged();
        });
}

void Applying::review() {
    const auto have = [this](Becomes change) { return std::ranges::count(m_steps, change, &ApplyStep::change); };
    const auto creates = have(Becomes::Create) + have(Becomes::Waits), updates = have(Becomes::Update),
               refused = have(Becomes::Refused);
    if (refused > 0) {
        m_tone = QStringLiteral("bad");
        m_outcome = tr("%n objects would be refused. Nothing is applied before that is put right.", nullptr,
                       static_cast<int>(refused));
    } else if (creates + updates == 0) {
        m_tone = QStringLiteral("good");
        m_outcome = tr("The cluster has all of this already.");
    } else {
        m_tone = QStringLiteral("accent");
        m_outcome = tr("%1 to create, %2 to change, %3 as they are").arg(creates).arg(updates).arg(have(Becomes::None));
    }
    setStage(Reviewing);
    weigh();
}

bool Applying::canApply() const {
    return m_stage == Reviewing && !isLocked() && !m_untried && std::ranges::any_of(m_steps, &ApplyStep::isWritten) &&
           std::ranges::none_of(m_steps, [](const ApplyStep& step) { return step.change == Becomes::Refused; });
}

int Applying::asking() const {
    return m_stage == Reviewing ? static_cast<int>(std::ranges::count_if(m_steps, &ApplyStep::asksAboutOwned)) : 0;
}

QStringList Applying::effects() const {
    return m_weighing ? QStringList() : effectSentences(m_steps);
}

QStringList Applying::irrevocable() const {
    QStringList sentences;
    if (m_stage == Reviewing)
        for (const ApplyStep& step : m_steps)
            if (const QString sentence = step.irrevocable(); !sentence.isEmpty()) sentences << sentence;
    return sentences;
}

void Applying::apply() {
    if (!canApply()) return;
    std::vector<Write> writes;
    m_writing.clear();
    for (std::size_t row = 0; row < m_steps.size(); ++row) {
        if (!m_steps[row].isWritten()) continue;
        writes.push_back(m_steps[row].write(m_fieldManager));
        m_writing.push_back(row);
    }
    m_done = 0;
    m_outcome.clear();
    m_tone.clear();
    m_stop = {};
    setStage(Writing);
    emit progressChanged();
    const QString title =
        writes.size() == 1 ? writes.front().title : tr("Apply %n objects", nullptr, static_cast<int>(writes.size()));
    m_cluster->gate()->submitAll(
        title, std::move(writes), this,
        [this](std::size_t index, const Result<client::Answer>& outcome) {
            const std::size_t row = m_writing[index];
            m_steps[row].wrote(outcome);
            changed(row);
            m_done = static_cast<int>(index) + 1;
            emit progressChanged();
            if (index + 1 == m_writing.size()) finish();
        },
        m_stop.get_token());
}

void Applying::finish() {
    const auto failed = std::ranges::count(m_steps, ApplyStep::State::Failed, &ApplyStep::state);
    const auto done = std::ranges::count(m_steps, ApplyStep::State::Done, &ApplyStep::state);
    m_tone = failed > 0 ? QStringLiteral("bad") : QStringLiteral("good");
    m_outcome = failed > 0 ? tr("%1 applied, %2 not").arg(done).arg(failed)
                           : tr("%n objects applied", nullptr, static_cast<int>(done));
    setStage(Finished);
    followRollouts();
}

void Applying::followRollouts() {
    std::vector<RolloutWatch::Workload> workloads;
    for (std::size_t row = 0; row < m_steps.size(); ++row) {
        const ApplyStep& step = m_steps[row];
        if (step.state != ApplyStep::State::Done || !hasRollout(step.item.apiVersion, step.item.kind)) continue;
        workloads.push_back({.row = row,
                             .apiVersion = step.item.apiVersion,
                             .kind = step.item.kind,
                             .key = step.key().toStdString(),
                             .generation = step.generation});
    }
    m_rollouts.start(m_cluster, std::move(workloads));
}

void Applying::stop() {
    if (m_stage == Writing) m_stop.request_stop();
    if (m_stage == Looking) edit();
}

void Applying::edit() {
    if (m_stage == Writing) return;
    ++m_generation;
    m_rollouts.stop();
    m_untried = false;
    m_toTry.clear();
    m_outcome.clear();
    take({});
    setStage(Editing);
}

QString Applying::starter(const QString& name) {
    QFile file(QStringLiteral(":/templates/%1.yaml").arg(name));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QVariantMap Applying::readFile(const QUrl& url) {
    QFile file(url.toLocalFile());
    const auto problem = [](const QString& text) { return QVariantMap{{"text", QString()}, {"problem", text}}; };
    if (!file.open(QIODevice::ReadOnly))
        return problem(tr("%1 cannot be read: %2").arg(file.fileName(), file.errorString()));
    const QByteArray bytes = file.read(kMostTextBytes + 1);
    if (bytes.size() > kMostTextBytes) return problem(tr("%1 is larger than 3 MiB.").arg(file.fileName()));
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder.decode(bytes);
    if (decoder.hasError() || text.contains(QChar(u'\0')))
        return problem(tr("%1 is no text in UTF-8.").arg(file.fileName()));
    return {{"text", text}, {"problem", QString()}};
}

QString Applying::savePatch(const QUrl& url) const {
    QSaveFile file(url.toLocalFile());
    const QString suffix = QFileInfo(file.fileName()).suffix().toLower();
    const bool asWritten = suffix == u"yaml" || suffix == u"yml" || suffix == u"json";
    const QByteArray bytes = (asWritten ? m_text : patchOf(m_steps)).toUtf8();
    const bool written = file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit();
    return written ? QString() : tr("%1 cannot be written: %2").arg(file.fileName(), file.errorString());
}

}  // namespace armillary::app
