#include "object_actions.h"

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
        case kinds::Input::None:
            break;
    }
    return {};
}

QVariantMap asMap(const kinds::Action& action) {
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
            {"reachesIn", action.reachesIn}};
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

}  // namespace

void ObjectActions::setCluster(Cluster* cluster) {
    if (m_cluster == cluster) return;
    m_cluster = cluster;
    m_subjects.clear();
    emit clusterChanged();
    emit actionsChanged();
}

void ObjectActions::prepare(const QString& resource, const QStringList& keys) {
    request(resource, keys, {});
}

void ObjectActions::request(const QString& resource, const QStringList& keys, const QString& id) {
    const int generation = ++m_generation;
    m_requested = id;
    m_subjects.clear();
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
    if (m_requested.isEmpty()) return;
    for (const kinds::Action& action : offered()) {
        if (action.id != m_requested) continue;
        m_requested.clear();
        if (action.question.isEmpty() && action.input == kinds::Input::None)
            perform(action.id);
        else
            emit ready(asMap(action));
        return;
    }
}

std::vector<kinds::Action> ObjectActions::offered() const {
    if (m_subjects.empty()) return {};
    std::vector<kinds::Action> actions = kinds::actionsOf(m_subjects.front());
    if (m_subjects.size() == 1) return actions;
    std::erase_if(actions, [](const kinds::Action& action) {
        return action.input == kinds::Input::Text || action.input == kinds::Input::Pairs;
    });
    for (kinds::Action& action : actions)
        if (!action.question.isEmpty())
            action.question = tr("%1 %2?").arg(action.verb.isEmpty() ? action.title : action.verb, subject());
    return actions;
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

bool ObjectActions::perform(const QString& id, const QVariant& input) {
    bool done = false;
    QString view;
    QStringList keys;
    for (const kinds::Subject& subject : m_subjects) {
        const std::vector<kinds::Action> actions = kinds::actionsOf(subject);
        const auto action = std::ranges::find(actions, id, &kinds::Action::id);
        if (action == actions.end()) continue;
        done = true;
        if (!action->view.isEmpty()) {
            view = action->view;
            keys << QString::fromStdString(subject.object->key());
        } else {
            m_cluster->gate()->submit(action->write(input));
        }
    }
    if (!keys.isEmpty()) {
        const client::ApiResource& resource = m_subjects.front().resource;
        emit viewWanted(view, QString::fromStdString(resource.group + '/' + resource.kind), keys);
    }
    return done;
}

}  // namespace armillary::app
