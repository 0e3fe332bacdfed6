// What came of a preview, for the screen.

#include <algorithm>
#include <array>
#include <map>

#include "app/kinds/yaml_text.h"
#include "apply_effects.h"
#include "engine/editor/project.h"
#include "engine/gitops/preview/markdown.h"
#include "gitops_preview.h"

namespace armillary::app {

namespace {

namespace impact = plan::impact;
using gitops::ApplicationChange;
using gitops::ObjectChange;

bool has(const ObjectChange& change, std::initializer_list<std::string_view> ids) {
    return std::ranges::any_of(change.impact,
                               [&](const plan::Impact& each) { return std::ranges::contains(ids, each.id); });
}

QVariantList remarkList(const std::vector<gitops::Remark>& all) {
    QVariantList shown;
    for (const gitops::Remark& each : all)
        shown << QVariantMap{{QStringLiteral("application"), QString::fromStdString(gitops::plain(each.application))},
                             {QStringLiteral("text"), QString::fromStdString(gitops::plain(each.text))},
                             {QStringLiteral("next"), QString::fromStdString(gitops::plain(each.next))}};
    return shown;
}

QString yamlOf(const ObjectRef& object) {
    return object ? yamlText(object->json(), {.maskData = object->kind() == "Secret"}) : QString();
}

/// What a value is on the screen: text without its quotes.
QString shownValue(const std::string& json) {
    QString text = QString::fromStdString(json);
    return text.size() > 1 && text.startsWith(u'"') && text.endsWith(u'"') && !text.contains(u'\\')
               ? text.sliced(1, text.size() - 2)
               : text;
}

}  // namespace

QString GitopsPreview::headline() const {
    if (!hasResult()) return {};
    const auto all = static_cast<int>(m_preview->applications.size());
    const auto changed =
        all - static_cast<int>(std::ranges::count(m_preview->applications, ApplicationChange::Kind::Unchanged,
                                                  &ApplicationChange::kind));
    if (isEmpty() && !m_preview->problems.empty()) return tr("Not all can be told");
    // What was left out may change all the same.
    if (isEmpty())
        return m_preview->notes.empty() ? tr("Nothing would change") : tr("Nothing would change in what was looked at");
    return tr("%1 of %n applications change", nullptr, all).arg(changed);
}

QStringList GitopsPreview::sentences() const {
    QStringList all;
    if (!hasResult()) return all;
    const auto count = [this](std::initializer_list<std::string_view> ids) {
        return static_cast<int>(
            std::ranges::count_if(m_preview->objects, [&](const ObjectChange& each) { return has(each, ids); }));
    };
    const auto made = [this](ObjectChange::Kind kind) {
        return static_cast<int>(std::ranges::count(m_preview->objects, kind, &ObjectChange::kind));
    };
    if (const int n = count({impact::kImmutable}))
        all << tr("%n objects have to be deleted and made again.", nullptr, n);
    if (const int n = count({impact::kRemovedApi})) all << tr("%n objects have a version that is gone.", nullptr, n);
    if (const int n = count({impact::kAdmission, impact::kQuota, impact::kUnschedulable}))
        all << tr("Pods of %n objects will not start.", nullptr, n);
    if (const int n = count({impact::kRecreate}))
        all << tr("Ends all pods of %n workloads before new ones start.", nullptr, n);
    if (const int n = count({impact::kRollout})) all << tr("Rolls %n workloads.", nullptr, n);
    if (const int n = count({impact::kRestart})) all << tr("Takes a restart of pods for %n objects.", nullptr, n);
    if (const int n = count({impact::kScale})) all << tr("Scales %n workloads.", nullptr, n);
    if (const int n = count({impact::kTraffic})) all << tr("Changes the traffic of %n objects.", nullptr, n);
    if (const int n = count({impact::kRbac})) all << tr("Changes rights in %n objects.", nullptr, n);
    if (const int n = made(ObjectChange::Kind::Delete)) all << tr("Removes %n objects.", nullptr, n);
    if (const int n = made(ObjectChange::Kind::Create)) all << tr("Adds %n objects.", nullptr, n);
    if (const int n = made(ObjectChange::Kind::Update)) all << tr("Changes %n objects.", nullptr, n);
    return all;
}

QVariantList GitopsPreview::impacts() const {
    std::map<std::string_view, int> numbers;
    std::vector<const plan::Impact*> first;
    if (hasResult())
        for (const ObjectChange& change : m_preview->objects)
            for (const plan::Impact& each : change.impact)
                if (each.id != impact::kNone && numbers[each.id]++ == 0) first.push_back(&each);
    std::ranges::sort(first, {}, [](const plan::Impact* each) { return plan::gravityOf(each->id); });
    QVariantList shown;
    for (const plan::Impact* each : first) {
        QVariantMap one = shownImpact(*each);
        one[QStringLiteral("number")] = numbers[each->id];
        shown << one;
    }
    return shown;
}

QVariantList GitopsPreview::problems() const {
    return hasResult() ? remarkList(m_preview->problems) : QVariantList();
}

QVariantList GitopsPreview::notes() const {
    return hasResult() ? remarkList(m_preview->notes) : QVariantList();
}

QVariantMap GitopsPreview::detail(int row) const {
    const ObjectChange* const change = m_changes.objectAt(row);
    if (change == nullptr) return {};
    QVariantList impacts, fields;
    for (const plan::Impact& each : change->impact) impacts << shownImpact(each);
    for (const plan::FieldDifference& each : change->fields)
        fields << QVariantMap{{QStringLiteral("path"), QString::fromStdString(each.path)},
                              {QStringLiteral("from"), shownValue(each.from)},
                              {QStringLiteral("to"), shownValue(each.to)}};
    const bool isEditable = !m_looked.references.worktree.empty() && change->after != nullptr;
    return {{QStringLiteral("subject"), QString::fromStdString(gitops::titleOf(*change))},
            {QStringLiteral("change"), m_changes.data(m_changes.index(row), ChangeList::ChangeRole)},
            {QStringLiteral("application"), QString::fromStdString(change->application)},
            {QStringLiteral("was"), QString::fromStdString(change->was)},
            {QStringLiteral("origin"), QString::fromStdString(change->origin)},
            {QStringLiteral("impacts"), impacts},
            {QStringLiteral("fields"), fields},
            {QStringLiteral("before"), yamlOf(change->before)},
            {QStringLiteral("after"), yamlOf(change->after)},
            {QStringLiteral("editable"), isEditable}};
}

/// In the file that it comes from, where that is known; namespaces and names may have been added to by an overlay.
bool GitopsPreview::selectIn(EditorDocument* document, const QString& key) const {
    const ObjectChange* const change = m_changes.objectAt(m_changes.rowOf(key));
    if (change == nullptr || document == nullptr) return false;
    const Object& wanted = change->object();
    const auto files = document->project().workspace().files();
    int best = 0, found = 0;
    for (const editor::Item& each : document->project().items()) {
        if (each.object.kind.name != wanted.kind()) continue;
        const bool isNamed = each.object.name == wanted.name();
        const bool isOrigin = !change->origin.empty() && files[each.file].path.string().ends_with('/' + change->origin);
        const int rank = (isNamed ? 2 : 0) + (isOrigin ? 1 : 0);
        if (rank <= best) continue;
        best = rank;
        found = static_cast<int>(each.id);
    }
    if (best == 0) return false;
    document->setSelection({found});
    return true;
}

}  // namespace armillary::app
