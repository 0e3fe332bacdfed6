#include "reference_words.h"

#include <QObject>
#include <algorithm>

#include "app/kinds/registry.h"

namespace armillary::app {

namespace {

namespace relation = relations::relation;
using State = Reference::State;

struct Words {
    std::string_view relation;
    const char *forward, *backward;
};
const Words kWords[] = {
    {relation::kSelects, QT_TRANSLATE_NOOP("QObject", "selects"), QT_TRANSLATE_NOOP("QObject", "selects it")},
    {relation::kRoutes, QT_TRANSLATE_NOOP("QObject", "routes to"), QT_TRANSLATE_NOOP("QObject", "routes to it")},
    {relation::kAttaches, QT_TRANSLATE_NOOP("QObject", "is attached to"),
     QT_TRANSLATE_NOOP("QObject", "is attached to it")},
    {relation::kScales, QT_TRANSLATE_NOOP("QObject", "scales"), QT_TRANSLATE_NOOP("QObject", "scales it")},
    {relation::kReads, QT_TRANSLATE_NOOP("QObject", "reads"), QT_TRANSLATE_NOOP("QObject", "reads it")},
    {relation::kPullsWith, QT_TRANSLATE_NOOP("QObject", "pulls images with"),
     QT_TRANSLATE_NOOP("QObject", "pulls images with it")},
    {relation::kMounts, QT_TRANSLATE_NOOP("QObject", "mounts"), QT_TRANSLATE_NOOP("QObject", "mounts it")},
    {relation::kNamedBy, QT_TRANSLATE_NOOP("QObject", "gets its names from"),
     QT_TRANSLATE_NOOP("QObject", "gets its names from it")},
    {relation::kClaims, QT_TRANSLATE_NOOP("QObject", "claims"), QT_TRANSLATE_NOOP("QObject", "claims it")},
    {relation::kOfClass, QT_TRANSLATE_NOOP("QObject", "is of class"), QT_TRANSLATE_NOOP("QObject", "is of this class")},
    {relation::kBound, QT_TRANSLATE_NOOP("QObject", "is bound to"), QT_TRANSLATE_NOOP("QObject", "is bound to it")},
    {relation::kRunsAs, QT_TRANSLATE_NOOP("QObject", "runs as"), QT_TRANSLATE_NOOP("QObject", "runs as it")},
    {relation::kGrants, QT_TRANSLATE_NOOP("QObject", "grants"), QT_TRANSLATE_NOOP("QObject", "grants it")},
    {relation::kTo, QT_TRANSLATE_NOOP("QObject", "grants rights to"),
     QT_TRANSLATE_NOOP("QObject", "grants rights to it")},
    {relation::kPeer, QT_TRANSLATE_NOOP("QObject", "lets traffic through with"),
     QT_TRANSLATE_NOOP("QObject", "lets traffic through with it")},
    {relation::kRunsOn, QT_TRANSLATE_NOOP("QObject", "runs on"), QT_TRANSLATE_NOOP("QObject", "runs on it")},
    {relation::kPlaces, QT_TRANSLATE_NOOP("QObject", "may run on"), QT_TRANSLATE_NOOP("QObject", "may run on it")},
    {relation::kOwned, QT_TRANSLATE_NOOP("QObject", "is owned by"), QT_TRANSLATE_NOOP("QObject", "is owned by it")},
};

kinds::Row rowOf(const ObjectRef& object) {
    try {
        return kinds::rowOf(*object);
    } catch (const std::logic_error&) {
        return {};  // of a version that cannot be read
    }
}

QString text(std::string_view utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

}  // namespace

QString relationWords(std::string_view relation, bool backward) {
    const auto words = std::ranges::find(kWords, relation, &Words::relation);
    if (words == std::end(kWords)) return text(relation);
    return QObject::tr(backward ? words->backward : words->forward);
}

QString referenceTone(const Reference& reference) {
    switch (reference.state) {
        case State::Missing:
        case State::NoKey:
        case State::Unserved:
            return QStringLiteral("bad");
        case State::Unknown:
            return QStringLiteral("warning");
        case State::Optional:
        case State::Rest:
            return QStringLiteral("quiet");
        case State::There:
            break;
    }
    return reference.object ? kinds::toneName(rowOf(reference.object).tone) : QString();
}

QString referenceNote(const Reference& reference) {
    switch (reference.state) {
        case State::Missing:
            return QObject::tr("is not there");
        case State::NoKey:
            return QObject::tr("has no key %1").arg(text(reference.detail));
        case State::Unserved:
            return QObject::tr("this cluster has no such kind");
        case State::Unknown:
            return QObject::tr("cannot tell: %1").arg(text(reference.detail));
        case State::Optional:
            return QObject::tr("is not there, and may be missing");
        case State::Rest:
            return QObject::tr("and %1 more").arg(reference.count);
        case State::There:
            break;
    }
    QStringList said;
    if (reference.object) {
        const kinds::Row row = rowOf(reference.object);
        if (!row.status.isEmpty()) said << row.status;
        if (!row.ready.isEmpty()) said << QObject::tr("%1 ready").arg(row.ready);
    }
    if (reference.count > 0)
        said << (reference.count == 1 ? QObject::tr("and one that it owns")
                                      : QObject::tr("and %1 that it owns").arg(reference.count));
    return said.join(QStringLiteral(" · "));
}

QString gapText(const ReaderWorld::Gap& gap) {
    using Gap = ReaderWorld::Gap;
    const QString what = text(gap.resource);
    const QString where = gap.namespace_.empty() ? QObject::tr("in all namespaces")
                                                 : QObject::tr("in namespace %1").arg(text(gap.namespace_));
    switch (gap.reason) {
        case Gap::Forbidden:
            return QObject::tr("Cannot tell about %1: no permission to list them %2.").arg(what, where);
        case Gap::Elsewhere:
            return QObject::tr("Of %1 only those %2: no permission to list them elsewhere.").arg(what, where);
        case Gap::TooMany:
            return gap.more > 0 ? QObject::tr("%1 of the %2 were left out: too many.").arg(gap.more).arg(what)
                                : QObject::tr("Not all %1 were looked at: too many.").arg(what);
        case Gap::Failed:
            return QObject::tr("Cannot tell about %1: %2").arg(what, text(gap.problem));
    }
    return {};
}

QString resourceText(const relations::Kind& kind) {
    return text(kind.group) + u'/' + text(kind.name);
}

QString keyText(const relations::ObjectId& id) {
    return id.namespace_.empty() ? text(id.name) : text(id.namespace_) + u'/' + text(id.name);
}

}  // namespace armillary::app
