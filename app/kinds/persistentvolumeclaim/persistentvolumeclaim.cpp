#include "persistentvolumeclaim.h"

#include <QJsonDocument>

#include "../writes.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/scalars.h"

namespace armillary::app::kinds {

namespace {

Tone toneOf(const std::string& phase) {
    return phase == "Bound" ? Tone::Good : phase == "Lost" ? Tone::Bad : Tone::Warning;
}

Row row(const Object& object) {
    const auto& claim = object.as<corev1::PersistentVolumeClaim>();
    if (claim.metadata.deletionTimestamp) return {.status = QObject::tr("Terminating"), .tone = Tone::Quiet};
    return {.status = QString::fromStdString(claim.status.phase), .tone = toneOf(claim.status.phase)};
}

std::string requested(const corev1::PersistentVolumeClaim& claim) {
    const auto found = claim.spec.resources.requests.find("storage");
    return found == claim.spec.resources.requests.end() ? std::string() : std::string(found->second.text());
}

void summarise(const Object& object, Summary& summary) {
    const auto& claim = object.as<corev1::PersistentVolumeClaim>();
    summary.add(QObject::tr("Status"), claim.status.phase, toneOf(claim.status.phase));
    summary.add(QObject::tr("Asks for"), requested(claim));
    const auto has = claim.status.capacity.find("storage");
    if (has != claim.status.capacity.end()) summary.add(QObject::tr("Has"), std::string(has->second.text()));
    summary.add(QObject::tr("Volume"), claim.spec.volumeName);
    if (claim.spec.storageClassName) summary.add(QObject::tr("Storage class"), *claim.spec.storageClassName);
    for (const std::string& mode : claim.spec.accessModes) summary.add(QObject::tr("Access"), mode);
}

/// Whether its class lets it grow.
Action looked(Action action, const Surroundings& around, const std::string& storageClass) {
    if (storageClass.empty()) {
        action.obstacle = QObject::tr("It has no storage class; only volumes of a class can be made larger.");
        return action;
    }
    const auto answer = around.reader.get("/apis/storage.k8s.io/v1/storageclasses/" + storageClass);
    // Who may not read classes may still try; the server knows.
    if (answer && !QJsonDocument::fromJson(QByteArray::fromStdString(answer->body))["allowVolumeExpansion"].toBool())
        action.obstacle = QObject::tr("Its storage class %1 does not let volumes grow (allowVolumeExpansion).")
                              .arg(QString::fromStdString(storageClass));
    return action;
}

Action expandAction(const Subject& subject) {
    const auto& claim = subject.object->as<corev1::PersistentVolumeClaim>();
    const std::string now = requested(claim), storageClass = claim.spec.storageClassName.value_or("");
    Action action{.id = "expand",
                  .title = QObject::tr("Make larger…"),
                  .icon = "scale",
                  .question = QObject::tr("A volume can be made larger, never smaller again. It has %1 now.")
                                  .arg(QString::fromStdString(now)),
                  .verb = QObject::tr("Make larger"),
                  .input = Input::Text,
                  .prompt = QObject::tr("Size"),
                  .value = QString::fromStdString(now),
                  .write =
                      [subject](const QVariant& input) {
                          const QString size = input.toString().trimmed();
                          return Write{
                              .title = QObject::tr("Make %1 %2 large").arg(subject.title(), size),
                              .subject = subject.title(),
                              .calls = {mergePatch(subject.path(),
                                                   nested(QStringLiteral("spec.resources.requests.storage"), size))}};
                      },
                  .single = true,
                  .check = [now](const QVariant& input) -> QVariantMap {
                      const auto wanted = schema::Quantity::parse(input.toString().trimmed().toStdString());
                      const auto has = schema::Quantity::parse(now);
                      if (!wanted) return {{"", QObject::tr("This is no size, such as 20Gi.")}};
                      if (has && *wanted <= *has)
                          return {{"", QObject::tr("It has to be more than %1.").arg(QString::fromStdString(now))}};
                      return {};
                  }};
    action.look = [action, storageClass](const Surroundings& around) { return looked(action, around, storageClass); };
    return action;
}

std::vector<Action> actions(const Subject& subject) {
    if (subject.object->as<corev1::PersistentVolumeClaim>().status.phase != "Bound") return {};
    return {expandAction(subject)};
}

}  // namespace

constexpr Kind kPersistentVolumeClaim{.group = "",
                                      .name = "PersistentVolumeClaim",
                                      .icon = "object",
                                      .row = row,
                                      .summarise = summarise,
                                      .actions = actions};

}  // namespace armillary::app::kinds
