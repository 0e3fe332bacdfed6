#include "applying.h"

#include <QFile>
#include <QStringDecoder>
#include <algorithm>

namespace armillary::app {

namespace {

constexpr auto kValidateAfter = std::chrono::milliseconds(300);

using Becomes = ApplyStep::Change;

bool isWritten(const ApplyStep& step) {
    return step.change == Becomes::Create || step.change == Becomes::Update || step.change == Becomes::Waits;
}

QString nameOf(Becomes change) {
    switch (change) {
        case Becomes::Create:
            return QStringLiteral("create");
        case Becomes::Update:
            return QStringLiteral("update");
        case Becomes::None:
            return QStringLiteral("none");
        case Becomes::Waits:
            return QStringLiteral("waits");
        case Becomes::Refused:
            return QStringLiteral("refused");
    }
    return {};
}

}  // namespace

Applying::Applying(QObject* parent) : QAbstractListModel(parent) {
    m_validateSoon.setSingleShot(true);
    m_validateSoon.setInterval(kValidateAfter);
    connect(&m_validateSoon, &QTimer::timeout, this, &Applying::validate);
}

void Applying::setCluster(Cluster* cluster) {
    if (m_cluster == cluster) return;
    if (m_cluster) disconnect(m_cluster->gate(), nullptr, this, nullptr);
    m_cluster = cluster;
    if (cluster) connect(cluster->gate(), &WriteGate::lockChanged, this, &Applying::stateChanged);
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

void Applying::setText(const QString& text) {
    if (text == m_text) return;
    m_text = text;
    m_validateSoon.start();
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
    m_outcome.clear();
    m_tone.clear();
    m_done = 0;
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
            tryNext();
        });
}

void Applying::take(std::vector<ApplyStep> steps) {
    beginResetModel();
    m_steps = std::move(steps);
    endResetModel();
    emit progressChanged();
}

void Applying::tryNext() {
    const auto mayTry = [](const ApplyStep& step) {
        return step.change == Becomes::Create || step.change == Becomes::Update;
    };
    while (m_done < count() && !mayTry(m_steps[static_cast<std::size_t>(m_done)])) ++m_done;
    emit progressChanged();
    if (m_done == count() || !m_cluster) return review();
    const auto row = static_cast<std::size_t>(m_done);
    m_cluster->gate()->tryOut(m_steps[row].write(m_force), this,
                              [this, row, generation = m_generation](const Result<client::Answer>& tried) {
                                  if (generation != m_generation) return;
                                  m_steps[row].take(tried);
                                  changed(row);
                                  ++m_done;
                                  tryNext();
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
}

bool Applying::canApply() const {
    return m_stage == Reviewing && !isLocked() && std::ranges::any_of(m_steps, isWritten) &&
           std::ranges::none_of(m_steps, [](const ApplyStep& step) { return step.change == Becomes::Refused; });
}

bool Applying::isOwned() const {
    return m_stage == Reviewing && (m_force || std::ranges::any_of(m_steps, &ApplyStep::owned));
}

void Applying::setForce(bool force) {
    if (m_force == force) return;
    m_force = force;
    emit stateChanged();
    if (m_stage == Reviewing) look();
}

void Applying::apply() {
    if (!canApply()) return;
    std::vector<Write> writes;
    m_writing.clear();
    for (std::size_t row = 0; row < m_steps.size(); ++row) {
        if (!isWritten(m_steps[row])) continue;
        writes.push_back(m_steps[row].write(m_force));
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
            m_steps[row].state = outcome ? ApplyStep::State::Done : ApplyStep::State::Failed;
            if (!outcome) m_steps[row].detail = QString::fromStdString(outcome.error().message);
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
}

void Applying::stop() {
    if (m_stage == Writing) m_stop.request_stop();
    if (m_stage == Looking) edit();
}

void Applying::edit() {
    if (m_stage == Writing) return;
    ++m_generation;
    m_force = false;
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

QVariantMap Applying::texts(int row) const {
    if (row < 0 || row >= count()) return {};
    const auto text = [](const QJsonObject& object) {
        return object.isEmpty() ? QString() : manifestText(object, true);
    };
    const ApplyStep& step = m_steps[static_cast<std::size_t>(row)];
    return {{"before", text(step.before)}, {"after", text(step.after)}};
}

int Applying::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant Applying::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const ApplyStep& step = m_steps[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
        case SubjectRole:
            return step.subject();
        case ResourceRole:
            return step.resource();
        case KeyRole:
            return step.key();
        case ChangeRole:
            return nameOf(step.change);
        case DetailRole:
            return step.detail;
        case StateRole:
            return step.state == ApplyStep::State::Done     ? QStringLiteral("done")
                   : step.state == ApplyStep::State::Failed ? QStringLiteral("failed")
                                                            : QString();
        default:
            return {};
    }
}

QHash<int, QByteArray> Applying::roleNames() const {
    return {{SubjectRole, "subject"}, {ResourceRole, "resource"}, {KeyRole, "key"},
            {ChangeRole, "change"},   {DetailRole, "detail"},     {StateRole, "status"}};
}

void Applying::changed(std::size_t row) {
    const QModelIndex at = index(static_cast<int>(row));
    emit dataChanged(at, at);
}

}  // namespace armillary::app
