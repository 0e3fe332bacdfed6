#include "pinning.h"

#include <QJsonArray>
#include <algorithm>

#include "reading.h"
#include "writes.h"

namespace armillary::app::kinds {

namespace {

const QString kHostname = QStringLiteral("kubernetes.io/hostname");
constexpr std::size_t kMostMachines = 5'000;

const QString kAffinity = QStringLiteral("affinity"), kNodeAffinity = QStringLiteral("nodeAffinity"),
              kRequired = QStringLiteral("requiredDuringSchedulingIgnoredDuringExecution"),
              kTerms = QStringLiteral("nodeSelectorTerms"), kExpressions = QStringLiteral("matchExpressions");

bool isHostname(const QJsonValue& expression) {
    return expression[u"key"].toString() == kHostname;
}

QJsonArray termsOf(const QJsonObject& podTemplate) {
    return podTemplate["spec"][kAffinity][kNodeAffinity][kRequired][kTerms].toArray();
}

/// The strategic merge patch that brings a template's affinity about: the terms as a whole, or null in the place of
/// whatever is not there, so that nothing empty stays behind.
QJsonObject patchTo(const QJsonObject& podTemplate) {
    const QJsonValue affinity = podTemplate["spec"][kAffinity], nodes = affinity[kNodeAffinity];
    const QString path = QStringLiteral("spec.template.spec.affinity");
    if (!affinity.isObject()) return nested(path, QJsonValue());
    if (!nodes.isObject()) return nested(path + u'.' + kNodeAffinity, QJsonValue());
    const QJsonArray terms = termsOf(podTemplate);
    const QJsonValue required = terms.isEmpty() ? QJsonValue() : QJsonValue(QJsonObject{{kTerms, terms}});
    return nested(path + u'.' + kNodeAffinity + u'.' + kRequired, required);
}

struct Machines {
    std::vector<Option> options;
    std::map<QString, QString> hostnames;  ///< by name
};

Machines readMachines(const Reader& reader) {
    Machines machines;
    for (const QJsonValue& node : readItems(reader, "/api/v1/nodes", kMostMachines).items) {
        const QString name = node[u"metadata"][u"name"].toString();
        const QString hostname = node[u"metadata"][u"labels"][kHostname].toString();
        machines.hostnames[name] = hostname.isEmpty() ? name : hostname;
        const QJsonArray conditions = node[u"status"][u"conditions"].toArray();
        const bool ready = std::ranges::any_of(conditions, [](const QJsonValue& condition) {
            return condition[u"type"].toString() == u"Ready" && condition[u"status"].toString() == u"True";
        });
        const bool cordoned = node[u"spec"][u"unschedulable"].toBool();
        machines.options.push_back({.value = name,
                                    .title = name,
                                    .detail = !ready     ? QObject::tr("not ready")
                                              : cordoned ? QObject::tr("cordoned: takes no new pods")
                                                         : QString()});
    }
    return machines;
}

Action asked(Action action, const Subject& subject, const QJsonObject& podTemplate, Machines machines) {
    const QString before = pinnedTo(podTemplate);
    action.options = std::move(machines.options);
    action.options.insert(
        action.options.begin(),
        {.value = QString(), .title = QObject::tr("Any machine"), .detail = QObject::tr("no longer pinned")});
    const auto hostnameOf = [hostnames = std::move(machines.hostnames)](const QVariant& input) {
        const auto known = hostnames.find(input.toString());
        return known == hostnames.end() ? input.toString() : known->second;
    };
    action.check = [before, hostnameOf](const QVariant& input) -> QVariantMap {
        if (hostnameOf(input) != before) return {};
        return {{"", before.isEmpty() ? QObject::tr("It may run on any machine now.")
                                      : QObject::tr("It is pinned to this one now.")}};
    };
    action.preview = [podTemplate, hostnameOf](const QVariant& input) {
        return previewOf(podTemplate, pinned(podTemplate, hostnameOf(input)));
    };
    action.write = [subject, podTemplate, hostnameOf, before](const QVariant& input) {
        const QString machine = input.toString();
        const QString back = before.isEmpty() ? QObject::tr("Let %1 run on any machine again").arg(subject.title())
                                              : QObject::tr("Pin %1 back to %2").arg(subject.title(), before);
        return Write{.title = machine.isEmpty() ? QObject::tr("Let %1 run on any machine").arg(subject.title())
                                                : QObject::tr("Pin %1 to %2").arg(subject.title(), machine),
                     .subject = subject.title(),
                     .calls = {strategicPatch(subject.path(), patchTo(pinned(podTemplate, hostnameOf(input))))},
                     .undoTitle = back,
                     .undo = {strategicPatch(subject.path(), patchTo(podTemplate))}};
    };
    return action;
}

}  // namespace

QString pinnedTo(const QJsonObject& podTemplate) {
    QString hostname;
    const QJsonArray terms = termsOf(podTemplate);
    for (const QJsonValue& term : terms) {
        const QJsonArray expressions = term[kExpressions].toArray();
        const auto own = std::ranges::find_if(expressions, isHostname);
        if (own == expressions.end()) return {};
        const QJsonArray values = (*own)[u"values"].toArray();
        if ((*own)[u"operator"].toString() != u"In" || values.size() != 1) return {};
        if (!hostname.isEmpty() && hostname != values.first().toString()) return {};
        hostname = values.first().toString();
    }
    return hostname;
}

QJsonObject pinned(QJsonObject podTemplate, const QString& hostname) {
    QJsonArray terms;
    // Terms are alternatives: each needs the machine. One that asked for machines alone has become the same as others.
    for (const QJsonValue& term : termsOf(podTemplate)) {
        QJsonObject changed = term.toObject();
        QJsonArray expressions;
        for (const QJsonValue& expression : changed[kExpressions].toArray())
            if (!isHostname(expression)) expressions.append(expression);
        if (!hostname.isEmpty())
            expressions.append(QJsonObject{{"key", kHostname}, {"operator", "In"}, {"values", QJsonArray{hostname}}});
        if (expressions.isEmpty())
            changed.remove(kExpressions);
        else
            changed[kExpressions] = expressions;
        if (!changed.isEmpty() && !terms.contains(changed)) terms.append(changed);
    }
    if (terms.isEmpty() && !hostname.isEmpty())
        terms.append(QJsonObject{
            {kExpressions,
             QJsonArray{QJsonObject{{"key", kHostname}, {"operator", "In"}, {"values", QJsonArray{hostname}}}}}});

    // What has become empty goes.
    QJsonObject spec = podTemplate["spec"].toObject(), affinity = spec[kAffinity].toObject(),
                nodeAffinity = affinity[kNodeAffinity].toObject();
    const auto put = [](QJsonObject& holder, const QString& name, const QJsonObject& value) {
        if (value.isEmpty())
            holder.remove(name);
        else
            holder[name] = value;
    };
    put(nodeAffinity, kRequired, terms.isEmpty() ? QJsonObject() : QJsonObject{{kTerms, terms}});
    put(affinity, kNodeAffinity, nodeAffinity);
    put(spec, kAffinity, affinity);
    podTemplate["spec"] = spec;
    return podTemplate;
}

Action pinAction(const Subject& subject) {
    const QJsonObject podTemplate = documentOf(*subject.object)["spec"].toObject()["template"].toObject();
    Action action{.id = "pin",
                  .title = QObject::tr("Pin to a machine…"),
                  .icon = "machine",
                  .verb = QObject::tr("Pin"),
                  .input = Input::Choice,
                  .prompt = QObject::tr("Machine"),
                  .value = pinnedTo(podTemplate),
                  .single = true};
    action = asked(std::move(action), subject, podTemplate, {});
    action.look = [action, subject, podTemplate](const Surroundings& around) {
        return asked(action, subject, podTemplate, readMachines(around.reader));
    };
    return action;
}

}  // namespace armillary::app::kinds
