#include "yaml_editor.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <algorithm>

#include "app/kinds/writes.h"

namespace armillary::app {

namespace {

constexpr auto kValidateAfter = std::chrono::milliseconds(250);
/// Somebody who changes an object this often is faster than people.
constexpr int kMostAttempts = 6;
/// Of a value in a list of conflicts.
constexpr qsizetype kMostValueText = 400;

QJsonObject jsonOf(const std::string& text) {
    return QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
}

QString valueText(const QJsonValue& value) {
    if (value.isUndefined()) return {};
    if (value.isString()) return value.toString().left(kMostValueText);
    const QByteArray text = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(text.sliced(1, text.size() - 2)).left(kMostValueText);
}

/// What hooks on the way to the store say when they cannot be asked without consequence.
bool cannotBeTried(const Status& status) {
    const QString message = QString::fromStdString(status.message);
    return status.code == 400 && (message.contains(QLatin1StringView("dry run"), Qt::CaseInsensitive) ||
                                  message.contains(QLatin1StringView("dryRun"), Qt::CaseInsensitive));
}

}  // namespace

YamlEditor::YamlEditor(QObject* parent) : QObject(parent), m_watch(this) {
    m_validateSoon.setSingleShot(true);
    m_validateSoon.setInterval(kValidateAfter);
    connect(&m_validateSoon, &QTimer::timeout, this, &YamlEditor::validate);
    connect(&m_watch, &ObjectWatch::changed, this, &YamlEditor::take);
    connect(&m_watch, &ObjectWatch::failed, this, [this](const QString& problem) {
        if (m_stage != Loading) return;
        m_problem = problem;
        emit stateChanged();
    });
}

void YamlEditor::setCluster(Cluster* cluster) {
    if (m_cluster == cluster) return;
    if (m_cluster) m_cluster->disconnect(this), m_cluster->gate()->disconnect(this);
    m_cluster = cluster;
    if (m_cluster) {
        connect(m_cluster->gate(), &WriteGate::lockChanged, this, &YamlEditor::stateChanged);
        connect(m_cluster, &Cluster::discoveryChanged, this, [this] {
            if (m_stage == Loading) follow();
        });
    }
    emit subjectChanged();
    emit stateChanged();
    follow();
}

void YamlEditor::show(const QString& resource, const QString& key) {
    if (m_resource == resource && m_key == key) return;
    m_resource = resource;
    m_key = key;
    ++m_generation;
    m_base = m_live = {};
    m_problem.clear();
    m_outcome.clear();
    m_revealed = m_gone = m_changedMeanwhile = false;
    setDirty(false);
    setFault({});
    setStage(Loading);
    emit subjectChanged();
    follow();
}

const client::ApiResource* YamlEditor::apiResource() const {
    return m_cluster ? m_cluster->resourceOfKind(m_resource.section(u'/', 0, 0), kind()) : nullptr;
}

std::string YamlEditor::path() const {
    const auto* resource = apiResource();
    if (!resource) return {};
    const QString namespace_ = m_key.contains(u'/') ? m_key.section(u'/', 0, 0) : QString();
    return resource->path(namespace_.toStdString(), m_key.section(u'/', -1).toStdString());
}

void YamlEditor::follow() {
    m_watch.stop();
    const auto* resource = apiResource();
    if (!resource || m_key.isEmpty()) return;
    m_separateStatus = resource->has("status");
    const QString namespace_ = m_key.contains(u'/') ? m_key.section(u'/', 0, 0) : QString();
    m_watch.start(m_cluster, *resource, namespace_.toStdString(), m_key.section(u'/', -1).toStdString());
}

QString YamlEditor::readOnly() const {
    if (!m_cluster) return {};
    if (m_cluster->gate()->isLocked())
        return tr("%1 is production and locked: this is for reading. Unlock it to change anything.")
            .arg(m_cluster->gate()->context());
    if (const auto* resource = apiResource(); resource && !resource->can("patch"))
        return tr("The server lets nobody change what is of this kind.");
    return {};
}

void YamlEditor::take(const ObjectRef& object) {
    m_gone = !object;
    if (!object) {
        if (m_stage == Loading) m_problem = tr("It does not exist any more.");
        return emit stateChanged();
    }
    m_problem.clear();
    m_live = editablePart(jsonOf(object->json()), m_separateStatus);
    const bool untouched = m_stage == Loading || (m_stage == Editing && !m_dirty);
    if (untouched && (m_live != m_base || m_stage == Loading)) return adopt(m_live);
    m_changedMeanwhile = m_live != m_base;
    emit stateChanged();
}

void YamlEditor::adopt(const QJsonObject& part) {
    m_base = part;
    m_changedMeanwhile = false;
    m_cluster->ask(
        this, [part, masked = !m_revealed](const Reader&) { return manifestText(part, masked); },
        [this, generation = ++m_generation](const QString& text) {
            if (generation != m_generation) return;
            m_cleanText = m_text = text;
            setFault({});
            setStage(Editing);
            setDirty(false);
            emit textWanted(text, true);
        });
}

void YamlEditor::put(const QJsonObject& document) {
    m_cluster->ask(
        this, [document, masked = !m_revealed](const Reader&) { return manifestText(document, masked); },
        [this, generation = ++m_generation](const QString& text) {
            if (generation != m_generation) return;
            m_text = text;
            setStage(Editing);
            setDirty(text != m_cleanText);
            emit textWanted(text, false);
        });
}

void YamlEditor::setText(const QString& text) {
    if (text == m_text) return;
    m_text = text;
    setDirty(m_text != m_cleanText);
    if (!m_outcome.isEmpty()) conclude({}, {});
    m_validateSoon.start();
}

void YamlEditor::setDirty(bool dirty) {
    if (std::exchange(m_dirty, dirty) != dirty) emit dirtyChanged();
}

void YamlEditor::setFault(const TextFault& fault) {
    if (m_fault == fault) return;
    m_fault = fault;
    emit faultChanged();
}

void YamlEditor::setStage(Stage stage) {
    m_stage = stage;
    emit stateChanged();
}

void YamlEditor::conclude(const QString& tone, const QString& outcome) {
    m_outcomeTone = tone;
    m_outcome = outcome;
    m_before.clear();
    m_after.clear();
    setStage(m_stage == Loading ? Loading : Editing);
}

void YamlEditor::validate() {
    if (!m_cluster) return;
    m_cluster->ask(
        this,
        [text = m_text](const Reader&) {
            const auto read = readManifest(text);
            return read ? TextFault() : read.error();
        },
        [this, text = m_text](const TextFault& fault) {
            if (text == m_text) setFault(fault);
        });
}

void YamlEditor::begin(Purpose purpose) {
    if (!m_cluster || m_stage != Editing) return;
    if (purpose != Purpose::Take && !readOnly().isEmpty()) return;
    m_purpose = purpose;
    m_attempts = 0;
    m_confirmed = false;
    m_choices.clear();
    m_outcome.clear();
    setStage(Working);
    m_cluster->ask(
        this,
        [text = m_text, base = m_base](const Reader&) {
            return readManifest(text).transform([&](const QJsonObject& read) { return unmasked(read, base); });
        },
        [this, generation = ++m_generation](const std::expected<QJsonObject, TextFault>& mine) {
            if (generation != m_generation) return;
            setFault(mine ? TextFault() : mine.error());
            if (!mine) return conclude(QStringLiteral("bad"), tr("This is no YAML that can be saved."));
            if (const QString problem = identityProblem(m_base, *mine); !problem.isEmpty())
                return conclude(QStringLiteral("bad"), problem);
            m_mine = *mine;
            readLive();
        });
}

void YamlEditor::readLive() {
    if (++m_attempts > kMostAttempts)
        return conclude(QStringLiteral("bad"),
                        tr("Others change it faster than it can be saved. Try again in a moment."));
    m_cluster->ask(
        this, [path = path()](const Reader& reader) { return reader.get(path); },
        [this, generation = ++m_generation](const Result<client::Answer>& answer) {
            if (generation != m_generation) return;
            if (!answer && status::isNotFound(answer.error()))
                return conclude(QStringLiteral("bad"),
                                tr("It has been deleted meanwhile. The text is still here, to be copied."));
            if (!answer) return conclude(QStringLiteral("bad"), QString::fromStdString(answer.error().message));
            const QJsonObject object = jsonOf(answer->body);
            m_theirs = m_live = editablePart(object, m_separateStatus);
            m_theirVersion = object["metadata"]["resourceVersion"].toString();
            join();
        });
}

void YamlEditor::join() {
    m_merged = mergeThreeWay(m_base, m_mine, m_theirs, m_choices);
    if (!m_merged.conflicts.empty()) {
        m_asked = m_merged.conflicts;
        emit conflictsChanged();
        return setStage(Choosing);
    }
    if (m_purpose == Purpose::Take) {
        m_base = m_theirs;
        m_changedMeanwhile = false;
        return put(m_merged.document);
    }
    if (m_merged.document == m_theirs) {
        const bool same = m_mine == m_base;
        if (m_purpose == Purpose::Save) adopt(m_theirs);
        return conclude(QStringLiteral("good"),
                        same ? tr("Nothing has been changed.") : tr("The cluster has all of this already."));
    }
    m_confirmed ? submit() : tryOut();
}

Write YamlEditor::write() const {
    QJsonObject patch = mergePatchBetween(m_theirs, m_merged.document);
    QJsonObject metadata = patch["metadata"].toObject();
    metadata["resourceVersion"] = m_theirVersion;
    patch["metadata"] = metadata;
    const QString subject = kind() + u' ' + m_key;
    return {.title = tr("Edit %1").arg(subject),
            .subject = subject,
            .calls = {kinds::mergePatch(path(), patch)},
            .undoTitle = tr("Take back what was edited in %1").arg(subject),
            .undo = {kinds::mergePatch(path(), mergePatchBetween(m_merged.document, m_theirs))}};
}

void YamlEditor::tryOut() {
    m_cluster->gate()->tryOut(write(), this, [this, generation = ++m_generation](const Result<client::Answer>& answer) {
        if (generation != m_generation) return;
        if (!answer && status::isConflict(answer.error())) return readLive();
        const bool unknown = !answer && cannotBeTried(answer.error());
        if (!answer && !unknown) return conclude(QStringLiteral("bad"), QString::fromStdString(answer.error().message));
        if (m_purpose == Purpose::Save) return review();
        QStringList warnings;
        if (answer)
            for (const std::string& warning : answer->warnings) warnings << QString::fromStdString(warning);
        if (unknown)
            conclude(QStringLiteral("warning"), tr("This server cannot say beforehand whether it takes it."));
        else if (warnings.isEmpty())
            conclude(QStringLiteral("good"), tr("The server would take it as it is."));
        else
            conclude(QStringLiteral("warning"),
                     tr("The server would take it, and warns: %1").arg(warnings.join(QStringLiteral("; "))));
    });
}

void YamlEditor::review() {
    struct Texts {
        QString before, after;
    };
    m_cluster->ask(
        this,
        [before = m_theirs, after = m_merged.document, masked = !m_revealed](const Reader&) {
            return Texts{manifestText(before, masked), manifestText(after, masked)};
        },
        [this, generation = ++m_generation](const Texts& texts) {
            if (generation != m_generation) return;
            m_before = texts.before;
            m_after = texts.after;
            setStage(Reviewing);
        });
}

void YamlEditor::confirm() {
    if (m_stage != Reviewing) return;
    m_confirmed = true;
    submit();
}

void YamlEditor::submit() {
    setStage(Working);
    m_cluster->gate()->submit(write(), this, [this, generation = ++m_generation](const Result<client::Answer>& answer) {
        if (generation != m_generation) return;
        // Somebody was faster. What he changed is joined with this, and it is saved unless that needs a person.
        if (!answer && status::isConflict(answer.error())) return readLive();
        if (!answer) return conclude(QStringLiteral("bad"), QString::fromStdString(answer.error().message));
        conclude(QStringLiteral("good"), tr("Saved."));
        m_live = editablePart(jsonOf(answer->body), m_separateStatus);
        adopt(m_live);
        emit saved();
    });
}

void YamlEditor::cancel() {
    if (m_stage != Reviewing && m_stage != Choosing) return;
    ++m_generation;
    conclude({}, {});
}

QVariantList YamlEditor::conflicts() const {
    QVariantList list;
    const bool hidden = isSecretOpen() && !m_revealed;
    const auto text = [&](const Conflict& conflict, const QJsonValue& value) {
        if (value.isUndefined()) return tr("(not there)");
        return hidden && !conflict.path.startsWith(u"metadata.labels") ? tr("(hidden)") : valueText(value);
    };
    for (const Conflict& conflict : m_asked) {
        const auto choice = m_choices.find(conflict.path);
        list.append(QVariantMap{{"path", conflict.path},
                                {"base", text(conflict, conflict.base)},
                                {"mine", text(conflict, conflict.mine)},
                                {"theirs", text(conflict, conflict.theirs)},
                                {"side", choice == m_choices.end() ? QString()
                                         : *choice == Side::Mine   ? QStringLiteral("mine")
                                                                   : QStringLiteral("theirs")}});
    }
    return list;
}

void YamlEditor::choose(const QString& path, const QString& side) {
    if (m_stage != Choosing) return;
    m_choices[path] = side == u"mine" ? Side::Mine : Side::Theirs;
    emit conflictsChanged();
    if (std::ranges::all_of(m_asked, [&](const Conflict& each) { return m_choices.contains(each.path); })) {
        setStage(Working);
        join();
    }
}

void YamlEditor::revert() {
    if (m_stage == Editing) adopt(m_live);
}

void YamlEditor::reveal(bool shown) {
    if (m_stage != Editing || m_revealed == shown || !m_cluster) return;
    struct Texts {
        std::expected<QString, TextFault> text;
        QString clean;
    };
    m_cluster->ask(
        this,
        [text = m_text, base = m_base, masked = !shown](const Reader&) {
            return Texts{readManifest(text).transform(
                             [&](const QJsonObject& read) { return manifestText(unmasked(read, base), masked); }),
                         manifestText(base, masked)};
        },
        [this, shown, generation = ++m_generation](const Texts& texts) {
            if (generation != m_generation) return;
            if (!texts.text) {
                setFault(texts.text.error());
                return conclude(QStringLiteral("bad"), tr("This is no YAML; put it right first."));
            }
            m_revealed = shown;
            m_cleanText = texts.clean;
            m_text = m_dirty ? *texts.text : texts.clean;
            setDirty(m_text != m_cleanText);
            emit stateChanged();
            emit textWanted(m_text, !m_dirty);
        });
}

QVariantMap YamlEditor::theirChange() const {
    return {{"before", manifestText(m_base, !m_revealed)}, {"after", manifestText(m_live, !m_revealed)}};
}

}  // namespace armillary::app
