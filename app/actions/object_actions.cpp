#include "object_actions.h"

#include <QJSValue>
#include <algorithm>

#include "app/kinds/registry.h"

namespace armillary::app {

namespace {

// What one gesture may touch; a person who means more uses kubectl and a selector.
constexpr qsizetype kMostSubjects = 500;

QString inputName(kinds::Input input) {
    switch (input) {
        case kinds::Input::Number:
            return QStringLiteral("number");
        case kinds::Input::Text:
            return QStringLiteral("text");
        case kinds::Input::Pairs:
            return QStringLiteral("pairs");
        case kinds::Input::Choice:
            return QStringLiteral("choice");
        case kinds::Input::Form:
            return QStringLiteral("form");
        case kinds::Input::Flag:
            return QStringLiteral("flag");
        case kinds::Input::None:
            break;
    }
    return {};
}

QVariantList asList(const std::vector<kinds::Option>& options) {
    QVariantList list;
    for (const kinds::Option& option : options)
        list.append(QVariantMap{
            {"value", option.value}, {"title", option.title}, {"detail", option.detail}, {"enabled", option.enabled}});
    return list;
}

QVariantList asList(const std::vector<kinds::Field>& fields) {
    QVariantList list;
    for (const kinds::Field& field : fields)
        list.append(QVariantMap{{"id", field.id},
                                {"label", field.label},
                                {"input", inputName(field.input)},
                                {"value", field.value},
                                {"options", asList(field.options)},
                                {"hint", field.hint}});
    return list;
}

QVariantList asList(const std::vector<kinds::Consequence>& consequences) {
    QVariantList list;
    for (const kinds::Consequence& consequence : consequences)
        list.append(
            QVariantMap{{"icon", consequence.icon}, {"text", consequence.text}, {"detail", consequence.detail}});
    return list;
}

struct Found {
    std::vector<ObjectRef> objects;
    std::string problem;
};

Found readAll(const Reader& reader, const std::vector<std::string>& paths) {
    Found found;
    for (const std::string& path : paths) {
        auto answer = reader.get(path);
        if (!answer) {
            found.problem = answer.error().message;
            continue;
        }
        if (auto object = Object::parse(std::move(answer->body))) found.objects.push_back(std::move(*object));
    }
    return found;
}

bool asks(const kinds::Action& action) {
    return !action.question.isEmpty() || action.input != kinds::Input::None || action.look;
}

QVariantMap problemsOf(const kinds::Action& action, const QVariant& input) {
    return action.check ? action.check(input) : QVariantMap();
}

/// QML hands lists and maps over in a wrapping of its own.
QVariant plain(const QVariant& input) {
    return input.metaType() == QMetaType::fromType<QJSValue>() ? input.value<QJSValue>().toVariant() : input;
}

}  // namespace

void ObjectActions::setCluster(Cluster* cluster) {
    if (m_cluster == cluster) return;
    if (m_cluster) m_cluster->gate()->disconnect(this);
    m_cluster = cluster;
    if (m_cluster) connect(m_cluster->gate(), &WriteGate::lockChanged, this, &ObjectActions::actionsChanged);
    m_subjects.clear();
    m_begun.reset();
    emit clusterChanged();
    emit actionsChanged();
}

void ObjectActions::setViews(const QStringList& views) {
    if (std::exchange(m_views, views) != views) emit actionsChanged();
}

bool ObjectActions::isLocked() const {
    return m_cluster && m_cluster->gate()->isLocked();
}

void ObjectActions::prepare(const QString& resource, const QStringList& keys) {
    read(resource, keys, {});
}

void ObjectActions::request(const QString& resource, const QStringList& keys, const QString& id,
                            const QVariant& preset) {
    read(resource, keys, {.id = id, .shortcut = {}, .preset = preset});
}

void ObjectActions::requestByShortcut(const QString& resource, const QStringList& keys, const QString& shortcut) {
    read(resource, keys, {.id = {}, .shortcut = shortcut, .preset = {}});
}

void ObjectActions::read(const QString& resource, const QStringList& keys, Wanted wanted) {
    const int generation = ++m_generation;
    m_wanted = std::move(wanted);
    m_subjects.clear();
    m_begun.reset();
    m_problem.clear();
    const client::ApiResource* found =
        m_cluster ? m_cluster->resourceOfKind(resource.section(u'/', 0, 0), resource.section(u'/', 1, 1)) : nullptr;
    m_loading = found && !keys.isEmpty();
    emit actionsChanged();
    if (!m_loading) return;
    if (keys.size() > kMostSubjects) return take({}, tr("Not more than %1 objects at once.").arg(kMostSubjects));
    std::vector<std::string> paths;
    for (const QString& key : keys) {
        const bool namespaced = key.contains(u'/');
        paths.push_back(found->path(namespaced ? key.section(u'/', 0, 0).toStdString() : std::string(),
                                    key.section(u'/', -1).toStdString()));
    }
    m_cluster->ask(
        this, [paths](const Reader& reader) { return readAll(reader, paths); },
        [this, generation, resource = *found](Found read) {
            if (generation != m_generation) return;
            std::vector<kinds::Subject> subjects;
            for (ObjectRef& object : read.objects) subjects.push_back({std::move(object), resource});
            take(std::move(subjects), QString::fromStdString(read.problem));
        });
}

void ObjectActions::take(std::vector<kinds::Subject> subjects, const QString& problem) {
    m_loading = false;
    m_subjects = std::move(subjects);
    m_problem = m_subjects.empty() ? problem : QString();
    emit actionsChanged();
    const Wanted wanted = std::exchange(m_wanted, {});
    if (!wanted.id.isEmpty()) return begin(wanted.id, wanted.preset);
    if (wanted.shortcut.isEmpty()) return;
    const std::vector<kinds::Action> actions = offered();
    const auto action = std::ranges::find(actions, wanted.shortcut, &kinds::Action::shortcut);
    if (action != actions.end()) begin(action->id);
}

std::vector<kinds::Action> ObjectActions::offered() const {
    if (m_subjects.empty()) return {};
    std::vector<kinds::Action> actions = kinds::actionsOf(m_subjects.front());
    std::erase_if(actions, [this](const kinds::Action& action) {
        const bool opens = !action.view.isEmpty();
        if (opens && !m_views.isEmpty() && !m_views.contains(action.view)) return true;
        return isLocked() && (!opens || action.changes);
    });
    if (m_subjects.size() == 1) return actions;
    std::erase_if(actions, [](const kinds::Action& action) {
        return action.single || action.input == kinds::Input::Text || action.input == kinds::Input::Pairs;
    });
    for (kinds::Action& action : actions)
        if (!action.question.isEmpty() && !action.look)
            action.question = tr("%1 %2?").arg(action.verb.isEmpty() ? action.title : action.verb, subject());
    return actions;
}

QVariantMap ObjectActions::asMap(const kinds::Action& action) const {
    return {{"id", action.id},
            {"title", action.title},
            {"icon", action.icon},
            {"shortcut", action.shortcut},
            {"question", action.question},
            {"verb", action.verb.isEmpty() ? action.title : action.verb},
            {"input", inputName(action.input)},
            {"prompt", action.prompt},
            {"value", action.value},
            {"choices", action.choices},
            {"view", action.view},
            {"options", asList(action.options)},
            {"fields", asList(action.fields)},
            {"consequences", asList(action.consequences)},
            {"confirmation", action.confirmation},
            {"obstacle", action.obstacle},
            {"previews", m_subjects.size() == 1 && action.preview},
            {"looking", static_cast<bool>(action.look)}};
}

QVariantList ObjectActions::actions() const {
    QVariantList list;
    for (const kinds::Action& action : offered()) list.append(asMap(action));
    return list;
}

QString ObjectActions::subject() const {
    if (m_subjects.empty()) return {};
    if (m_subjects.size() == 1) return m_subjects.front().title();
    return tr("%1 %2").arg(m_subjects.size()).arg(QString::fromStdString(m_subjects.front().resource.plural));
}

void ObjectActions::begin(const QString& id, const QVariant& preset) {
    const std::vector<kinds::Action> actions = offered();
    const auto found = std::ranges::find(actions, id, &kinds::Action::id);
    if (found == actions.end()) return;
    m_begun = *found;
    if (preset.isValid()) m_begun->value = plain(preset);
    if (!asks(*m_begun)) {
        perform(id);
        return;
    }
    emit ready(asMap(*m_begun));
    if (m_begun->look) look(*m_begun, plain(preset));
}

void ObjectActions::look(const kinds::Action& action, const QVariant& preset) {
    m_cluster->ask(
        this,
        [look = action.look, served = m_cluster->discovery().resources, subjects = m_subjects](const Reader& reader) {
            return look({.reader = reader, .served = served, .subjects = subjects});
        },
        [this, generation = m_generation, id = action.id, preset](kinds::Action found) {
            // Somebody may have begun something else meanwhile.
            if (generation != m_generation || !m_begun || m_begun->id != id) return;
            found.look = {};
            if (preset.isValid()) found.value = preset;
            m_begun = std::move(found);
            emit looked(asMap(*m_begun));
        });
}

QVariantMap ObjectActions::problems(const QVariant& input) const {
    return m_begun ? problemsOf(*m_begun, plain(input)) : QVariantMap();
}

QVariantMap ObjectActions::preview(const QVariant& input) const {
    if (!m_begun || !m_begun->preview || m_subjects.size() != 1) return {};
    const kinds::Preview preview = m_begun->preview(plain(input));
    return {{"before", preview.before}, {"after", preview.after}};
}

bool ObjectActions::perform(const QString& id, const QVariant& given) {
    const QVariant input = plain(given);
    std::vector<Write> writes;
    QString view, title;
    QStringList keys;
    for (const kinds::Subject& subject : m_subjects) {
        const std::vector<kinds::Action> actions = kinds::actionsOf(subject);
        const auto own = std::ranges::find(actions, id, &kinds::Action::id);
        // What it has found out is about all of them; what it does is each one's own, unless there is but one.
        const bool begun = m_subjects.size() == 1 && m_begun && m_begun->id == id;
        if (own == actions.end() && !begun) continue;
        const kinds::Action& action = begun ? *m_begun : *own;
        if (!action.view.isEmpty()) {
            view = action.view;
            keys << QString::fromStdString(subject.object->key());
            continue;
        }
        if (!action.write || !problemsOf(action, input).isEmpty()) continue;
        writes.push_back(action.write(input));
        // "Delete 3 pods": said of all what is said of the first.
        if (title.isEmpty()) title = QString(writes.front().title).replace(subject.title(), this->subject());
    }
    if (!keys.isEmpty()) {
        const client::ApiResource& resource = m_subjects.front().resource;
        emit viewWanted(view, QString::fromStdString(resource.group + '/' + resource.kind), keys);
    }
    const bool done = !keys.isEmpty() || !writes.empty();
    if (!writes.empty()) m_cluster->gate()->submitAll(title, std::move(writes));
    return done;
}

}  // namespace armillary::app
