#include "apply_effects.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QVariantMap>
#include <algorithm>

#include "engine/plan/planned.h"
#include "reader_world.h"

namespace armillary::app {

namespace {

namespace impact = plan::impact;

struct EffectTexts {
    Q_DECLARE_TR_FUNCTIONS(EffectTexts)
};

struct Word {
    std::string_view id;
    const char* label;
    const char* tone;
};
constexpr Word kWords[] = {
    {impact::kImmutable, QT_TRANSLATE_NOOP("armillary::app::EffectTexts", "must be made again"), "bad"},
    {impact::kRemovedApi, QT_TRANSLATE_NOOP("armillary::app::EffectTexts", "version is gone"), "bad"},
    {impact::kAdmission, QT_TRANSLATE_NOOP("armillary::app::EffectTexts", "not admitted"), "bad"},
    {impact::kQuota, QT_TRANSLATE_NOOP("armillary::app::EffectTexts", "over the quota"), "bad"},
    {impact::kUnschedulable, QT_TRANSLATE_NOOP("armillary::app::EffectTexts", "no room"), "bad"},
    {impact::kPrune, QT_TRANSLATE_NOOP("armillary::app::EffectTexts", "deletes"), "warning"},
    {impact::kRecreate, QT_TRANSLATE_NOOP("armillary::app::EffectTexts", "all pods at once"), "warning"},
    {impact::kTraffic, QT_TRANSLATE_NOOP("armillary::app::EffectTexts", "traffic"), "warning"},
    {impact::kRbac, QT_TRANSLATE_NOOP("armillary::app::EffectTexts", "rights"), "warning"},
    {impact::kRestart, QT_TRANSLATE_NOOP("armillary::app::EffectTexts", "restart"), "warning"},
    {impact::kRollout, QT_TRANSLATE_NOOP("armillary::app::EffectTexts", "rolls pods"), "accent"},
    {impact::kScale, QT_TRANSLATE_NOOP("armillary::app::EffectTexts", "number of pods"), "accent"},
    {impact::kDrain, QT_TRANSLATE_NOOP("armillary::app::EffectTexts", "stops drains"), "warning"},
    {impact::kSecret, QT_TRANSLATE_NOOP("armillary::app::EffectTexts", "secret"), "accent"},
    {impact::kImage, QT_TRANSLATE_NOOP("armillary::app::EffectTexts", "image"), "accent"},
    {impact::kNone, QT_TRANSLATE_NOOP("armillary::app::EffectTexts", "no restart"), "quiet"},
};

/// Somebody of the plan's namespace, for whom the world is read.
ObjectRef asker(const QString& namespace_) {
    const QJsonObject object{{"apiVersion", "v1"},
                             {"kind", "ConfigMap"},
                             {"metadata", QJsonObject{{"name", "plan"}, {"namespace", namespace_}}}};
    auto parsed = Object::parse(QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString());
    return parsed ? std::move(*parsed) : nullptr;
}

std::vector<plan::Impact> impactsOf(const ApplyStep& step, plan::Surroundings& around) {
    if (!step.result || step.change == ApplyStep::Change::None) return {};
    auto impacts = plan::impactOf(step.live, step.result, around);
    // Of what is refused it is of interest alone what would have to happen first.
    if (step.change == ApplyStep::Change::Refused && step.owned.empty())
        std::erase_if(impacts, [](const plan::Impact& each) { return each.id != impact::kImmutable; });
    return impacts;
}

struct Sum {
    int objects = 0;
    std::int64_t pods = 0;
    QStringList names;
};

Sum sumOf(const std::vector<ApplyStep>& steps, std::initializer_list<std::string_view> ids) {
    Sum sum;
    for (const ApplyStep& step : steps) {
        bool counts = false;
        for (const plan::Impact& each : step.impacts)
            if (std::ranges::contains(ids, each.id)) {
                counts = true;
                sum.pods += each.pods;
            }
        if (!counts) continue;
        ++sum.objects;
        sum.names << QString::fromStdString(step.item.kind) + u' ' + QString::fromStdString(step.item.name);
    }
    return sum;
}

QString named(const QStringList& names) {
    constexpr qsizetype kShown = 3;
    if (names.size() <= kShown) return names.join(QStringLiteral(", "));
    return EffectTexts::tr("%1 and %n more", nullptr, static_cast<int>(names.size() - kShown))
        .arg(names.first(kShown).join(QStringLiteral(", ")));
}

}  // namespace

ApplyEffects effectsOf(const Reader& reader, const std::vector<client::ApiResource>& served,
                       const std::vector<ApplyStep>& steps, const QString& namespace_) {
    const ObjectRef subject = asker(namespace_);
    const ReaderWorld cluster(reader, served, subject);
    std::vector<ObjectRef> written;
    for (const ApplyStep& step : steps)
        if (step.result && step.isWritten()) written.push_back(step.result);
    const plan::Planned planned(cluster, std::move(written));
    plan::Surroundings around(cluster, planned);
    ApplyEffects effects;
    for (const ApplyStep& step : steps) effects.steps.push_back(impactsOf(step, around));
    for (const auto& gap : cluster.gaps())
        if (const QString resource = QString::fromStdString(gap.resource); !effects.unseen.contains(resource))
            effects.unseen << resource;
    return effects;
}

QVariantMap shownImpact(const plan::Impact& impact) {
    const auto word = std::ranges::find(kWords, impact.id, &Word::id);
    const bool known = word != std::end(kWords);
    const QString id = QString::fromUtf8(impact.id);
    return {{"id", id},
            {"label", known ? QCoreApplication::translate("armillary::app::EffectTexts", word->label) : id},
            {"tone", known ? QString::fromLatin1(word->tone) : QStringLiteral("quiet")},
            {"message", QString::fromStdString(impact.message)}};
}

QStringList effectSentences(const std::vector<ApplyStep>& steps) {
    QStringList sentences;
    const auto pods = [](const Sum& sum) { return EffectTexts::tr("%n pods", nullptr, static_cast<int>(sum.pods)); };
    const auto workloads = [](const Sum& sum) { return EffectTexts::tr("%n workloads", nullptr, sum.objects); };
    if (const Sum sum = sumOf(steps, {impact::kImmutable}); sum.objects > 0)
        sentences << EffectTexts::tr("To be deleted and made again by hand: %1.").arg(named(sum.names));
    if (const Sum sum = sumOf(steps, {impact::kAdmission, impact::kQuota, impact::kUnschedulable}); sum.objects > 0)
        sentences << EffectTexts::tr("Some pods will not start: %1.").arg(named(sum.names));
    if (const Sum sum = sumOf(steps, {impact::kRecreate}); sum.objects > 0)
        sentences << EffectTexts::tr("Ends all %1 of %2 before new ones start.").arg(pods(sum), workloads(sum));
    if (const Sum sum = sumOf(steps, {impact::kRollout}); sum.objects > 0)
        sentences << (sum.pods > 0 ? EffectTexts::tr("Rolls %1 of %2.").arg(pods(sum), workloads(sum))
                                   : EffectTexts::tr("Rolls the pods of %1.").arg(workloads(sum)));
    if (const Sum sum = sumOf(steps, {impact::kTraffic}); sum.objects > 0)
        sentences << EffectTexts::tr("Changes traffic: %1.").arg(named(sum.names));
    if (const Sum sum = sumOf(steps, {impact::kRbac}); sum.objects > 0)
        sentences << EffectTexts::tr("Changes who may do what: %1.").arg(named(sum.names));
    if (const Sum sum = sumOf(steps, {impact::kRestart}); sum.objects > 0)
        sentences << EffectTexts::tr("Takes a restart of pods: %1.").arg(named(sum.names));
    if (const Sum sum = sumOf(steps, {impact::kScale}); sum.objects > 0)
        sentences << EffectTexts::tr("Starts or ends pods: %1.").arg(named(sum.names));
    return sentences;
}

}  // namespace armillary::app
