#include "apply_step.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <algorithm>
#include <chrono>
#include <set>

#include "app/kinds/writes.h"
#include "engine/plan/expected.h"
#include "engine/schema/percent.h"
#include "three_way.h"

namespace armillary::app {

namespace {

/// A definition is served some moments after it has been written.
constexpr auto kDefinitionPatience = std::chrono::seconds(15);

struct ApplyTexts {
    Q_DECLARE_TR_FUNCTIONS(ApplyTexts)
};

QJsonObject jsonOf(const std::string& text) {
    return QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
}

QJsonObject shown(const std::string& body) {
    return editablePart(jsonOf(body), true);
}

TextFault inWords(const plan::Fault& fault) {
    const QString text = QString::fromStdString(fault.text);
    return {fault.object > 0 ? ApplyTexts::tr("Object %1: %2").arg(fault.object).arg(text) : text, fault.line};
}

std::expected<std::vector<plan::Item>, TextFault> readText(const QString& text) {
    const QByteArray bytes = text.toUtf8();
    if (bytes.size() > kMostTextBytes) return std::unexpected(TextFault{ApplyTexts::tr("It is larger than 3 MiB.")});
    auto items = plan::readItems({bytes.data(), static_cast<std::size_t>(bytes.size())});
    if (!items) return std::unexpected(inWords(items.error()));
    return std::move(*items);
}

/// Two documents for one object: the second would undo the first.
std::optional<TextFault> repeated(const std::vector<ApplyStep>& steps) {
    std::set<std::string> seen;
    for (const ApplyStep& step : steps)
        if (!step.place.path.empty() && !seen.insert(step.place.path).second)
            return TextFault{ApplyTexts::tr("%1 is there twice.").arg(step.subject())};
    return std::nullopt;
}

void look(const Reader& reader, ApplyStep& step) {
    auto live = reader.get(step.place.path);
    if (live) {
        step.before = shown(live->body);
        step.change = ApplyStep::Change::Update;
        if (auto object = Object::parse(std::move(live->body))) step.live = std::move(*object);
    } else if (!status::isNotFound(live.error())) {
        // It may be written all the same, by who may not read it.
        step.unread = true;
        step.detail = QString::fromStdString(live.error().message);
    }
}

/// What is to be expected until a server has said.
void expect(ApplyStep& step) {
    step.result = plan::expectedOf(step.live, step.item, step.place.namespace_);
    step.after = step.result ? shown(step.result->json()) : jsonOf(step.item.json);
}

/// Fields that this program has written are nobody else's, whichever part of it has: what an undo has put back, too.
bool isOwn(const OwnedField& field, const QString& manager) {
    return field.owner == manager || field.owner == u"armillary" || field.owner == u"armillary-editor";
}

}  // namespace

QString ApplyStep::key() const {
    const QString name = QString::fromStdString(item.name);
    return place.namespace_.empty() ? name : QString::fromStdString(place.namespace_) + u'/' + name;
}

QString ApplyStep::subject() const {
    return QString::fromStdString(item.kind) + u' ' + key();
}

QString ApplyStep::resource() const {
    const std::string_view group = item.group();
    return QStringLiteral("%1/%2").arg(QString::fromUtf8(group), QString::fromStdString(item.kind));
}

QString ApplyStep::irrevocable() const {
    if (!isWritten()) return {};
    if (unread)
        return ApplyTexts::tr("%1 cannot be read, so that applying it is not taken back by undo.").arg(subject());
    const QString kind = QString::fromStdString(item.kind);
    const QJsonObject old = before["spec"].toObject(), now = after["spec"].toObject();
    if (before.isEmpty()) {
        if (kind == u"Namespace")
            return ApplyTexts::tr("Undo deletes %1 with everything that has come into it by then.").arg(subject());
        if (kind == u"CustomResourceDefinition")
            return ApplyTexts::tr("Undo deletes %1 with all objects of that kind.").arg(subject());
        if (kind == u"Job")
            return ApplyTexts::tr("Undo deletes %1; what it has done by then stays done.").arg(subject());
        if (kind == u"PersistentVolumeClaim")
            return ApplyTexts::tr("Undo deletes %1, and with it what has been written to it by then.").arg(subject());
        if (kind == u"StatefulSet" && !now["volumeClaimTemplates"].toArray().isEmpty())
            return ApplyTexts::tr("Undo deletes %1; the claims that it has made by then stay.").arg(subject());
        return {};
    }
    const bool fewer = now["replicas"].toInt(1) < old["replicas"].toInt(1);
    if (kind == u"StatefulSet" && fewer &&
        now["persistentVolumeClaimRetentionPolicy"].toObject()["whenScaled"].toString() == u"Delete")
        return ApplyTexts::tr("The claims of the pods that %1 ends are deleted; undo does not bring their data back.")
            .arg(subject());
    return {};
}

Write ApplyStep::write(const QString& manager) const {
    QJsonObject document = jsonOf(item.json);
    if (place.namespaced) {
        QJsonObject metadata = document["metadata"].toObject();
        metadata["namespace"] = QString::fromStdString(place.namespace_);
        document["metadata"] = metadata;
    }
    if (choice == Choice::Leave)
        for (const OwnedField& field : owned) document = withoutField(document, field.field);
    std::string target = place.path + "?fieldManager=" + schema::percentEncoded(manager.toStdString());
    if (choice == Choice::TakeOver || seized) target += "&force=true";
    const client::Call call{.method = "PATCH",
                            .target = std::move(target),
                            .contentType = "application/apply-patch+yaml",
                            .body = QJsonDocument(document).toJson(QJsonDocument::Compact).toStdString()};
    Write write{.title = ApplyTexts::tr("Apply %1").arg(subject()), .subject = subject(), .calls = {call}};
    if (place.defined) write.patience = kDefinitionPatience;
    // What was there is not known, and so not taken back.
    if (unread) return write;
    if (before.isEmpty()) {
        write.undoTitle = ApplyTexts::tr("Delete %1 again").arg(subject());
        // That very object, not another one of its name.
        write.undoOf = [path = place.path](const client::Answer& made) -> std::vector<client::Call> {
            const QJsonValue uid = jsonOf(made.body)["metadata"].toObject()["uid"];
            return {kinds::remove(path, {{"preconditions", QJsonObject{{"uid", uid}}},
                                         {"propagationPolicy", QStringLiteral("Background")}})};
        };
    } else {
        write.undoTitle = ApplyTexts::tr("Take back what was applied to %1").arg(subject());
        write.undoOf = [path = place.path, was = before](const client::Answer& made) -> std::vector<client::Call> {
            const QJsonObject patch = mergePatchBetween(shown(made.body), was);
            if (patch.isEmpty()) return {};
            return {kinds::mergePatch(path, patch)};
        };
    }
    return write;
}

bool ApplyStep::take(const Result<client::Answer>& tried, const QString& manager) {
    if (!tried) {
        std::vector<OwnedField> others = ownedFields(tried.error());
        const auto own = std::erase_if(others, [&](const OwnedField& each) { return isOwn(each, manager); });
        if (own > 0 && !seized && (others.empty() || choice == Choice::Leave)) {
            seized = true;
            for (OwnedField& each : others) owned.push_back(std::move(each));
            return false;
        }
        change = Change::Refused;
        detail = QString::fromStdString(tried.error().message);
        // What others have come to own since the choice was made is to be decided anew.
        choice = Choice::Ask;
        for (OwnedField& each : others)
            if (!std::ranges::contains(owned, each)) owned.push_back(std::move(each));
        if (!owned.empty())
            detail = ApplyTexts::tr("%n fields are somebody else's.", nullptr, static_cast<int>(owned.size()));
        return true;
    }
    after = shown(tried->body);
    if (auto object = Object::parse(tried->body)) result = std::move(*object);
    change = before.isEmpty() ? Change::Create : after == before ? Change::None : Change::Update;
    QStringList warnings;
    for (const std::string& warning : tried->warnings) warnings << QString::fromStdString(warning);
    detail = warnings.join(QStringLiteral("; "));
    return true;
}

void ApplyStep::assume() {
    if (change == Change::Update && result && plan::differences(live, result).empty()) change = Change::None;
}

void ApplyStep::decide(Choice wanted) {
    choice = wanted;
    seized = false;
    change = before.isEmpty() ? Change::Create : Change::Update;
    if (wanted == Choice::Ask) owned.clear();
}

void ApplyStep::wrote(const Result<client::Answer>& outcome) {
    state = outcome ? State::Done : State::Failed;
    if (!outcome)
        detail = QString::fromStdString(outcome.error().message);
    else if (const auto object = Object::parse(outcome->body))
        generation = (*object)->meta().generation;
}

std::expected<std::size_t, TextFault> countObjects(const QString& text) {
    return readText(text).transform([](const std::vector<plan::Item>& items) { return items.size(); });
}

std::expected<std::vector<ApplyStep>, TextFault> readSteps(const Reader& reader, const QString& text,
                                                           const client::Discovery& served, const QString& namespace_) {
    auto items = readText(text);
    if (!items) return std::unexpected(items.error());
    if (items->empty()) return std::unexpected(TextFault{ApplyTexts::tr("There is no object in it.")});
    if (items->size() > WriteGate::kMostTogether)
        return std::unexpected(TextFault{ApplyTexts::tr("There are %1 objects; more than %2 are not applied at once.")
                                             .arg(items->size())
                                             .arg(WriteGate::kMostTogether)});
    plan::sortForApplying(*items);
    const auto defined = plan::definedBy(*items);
    std::set<std::string> brought;  // namespaces that come with this manifest
    std::vector<ApplyStep> steps;
    for (plan::Item& item : *items) {
        ApplyStep& step = steps.emplace_back();
        step.item = std::move(item);
        const auto place = plan::placeOf(step.item, served, defined, namespace_.toStdString());
        if (!place) {
            step.change = ApplyStep::Change::Refused;
            step.detail = QString::fromStdString(place.error());
            continue;
        }
        step.place = *place;
        if (!step.place.defined) look(reader, step);
        expect(step);
        if (step.item.kind == "Namespace" && step.before.isEmpty()) brought.insert(step.item.name);
        if (step.place.defined) {
            step.change = ApplyStep::Change::Waits;
            step.detail = ApplyTexts::tr("Its definition comes with this manifest.");
        } else if (step.before.isEmpty() && brought.contains(step.place.namespace_)) {
            step.change = ApplyStep::Change::Waits;
            step.detail = ApplyTexts::tr("Its namespace comes with this manifest.");
        }
    }
    if (auto fault = repeated(steps)) return std::unexpected(std::move(*fault));
    return steps;
}

}  // namespace armillary::app
