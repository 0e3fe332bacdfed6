#include "canvas_connector.h"

#include <algorithm>

#include "engine_texts.h"

namespace armillary::app {

namespace {

QString labelOf(const relations::Question& question) {
    static const std::map<std::string_view, const char*> labels = {
        {"container", QT_TRANSLATE_NOOP("armillary::app::CanvasConnector", "Container")},
        {"key", QT_TRANSLATE_NOOP("armillary::app::CanvasConnector", "Key")},
        {"port", QT_TRANSLATE_NOOP("armillary::app::CanvasConnector", "Port")},
        {"mountPath", QT_TRANSLATE_NOOP("armillary::app::CanvasConnector", "Folder in the container")},
        {"host", QT_TRANSLATE_NOOP("armillary::app::CanvasConnector", "Host")},
        {"path", QT_TRANSLATE_NOOP("armillary::app::CanvasConnector", "Path")},
        {"prefix", QT_TRANSLATE_NOOP("armillary::app::CanvasConnector", "Prefix of the names")},
        {"name", QT_TRANSLATE_NOOP("armillary::app::CanvasConnector", "Name")},
    };
    const auto found = labels.find(question.id);
    return found == labels.end() ? QString::fromUtf8(question.id.data(), static_cast<qsizetype>(question.id.size()))
                                 : CanvasConnector::tr(found->second);
}

QVariantMap mapOf(const relations::Question& question) {
    QStringList choices;
    for (const std::string& choice : question.choices) choices << QString::fromStdString(choice);
    return {{QStringLiteral("id"), QString::fromUtf8(question.id.data(), static_cast<qsizetype>(question.id.size()))},
            {QStringLiteral("label"), labelOf(question)},
            {QStringLiteral("suggestion"), QString::fromStdString(question.suggestion)},
            {QStringLiteral("choices"), choices},
            {QStringLiteral("free"), question.kind == relations::Question::Kind::Text},
            {QStringLiteral("required"), question.required}};
}

}  // namespace

QString CanvasConnector::nameOf(editor::ItemId item) const {
    const editor::Item* found = m_document ? m_document->project().find(item) : nullptr;
    return found ? QString::fromStdString(found->object.name) : QString();
}

QString CanvasConnector::title() const {
    return m_from == editor::kNoItem ? QString() : tr("Connect %1 and %2").arg(nameOf(m_from), nameOf(m_to));
}

QVariantList CanvasConnector::ways() const {
    QVariantList ways;
    for (const Choice& each : m_choices) {
        QVariantList questions;
        for (const relations::Question& question : each.way.questions) questions.append(mapOf(question));
        ways.append(QVariantMap{{QStringLiteral("title"), translatedText(each.way.title)},
                                {QStringLiteral("effect"), QString::fromStdString(each.way.effect)},
                                {QStringLiteral("from"), nameOf(each.from)},
                                {QStringLiteral("to"), nameOf(each.to)},
                                {QStringLiteral("questions"), questions}});
    }
    return ways;
}

void CanvasConnector::setProblem(const QString& problem) {
    if (problem == m_problem) return;
    m_problem = problem;
    emit problemChanged();
}

bool CanvasConnector::consider(int from, int to) {
    m_choices.clear();
    m_from = static_cast<editor::ItemId>(from);
    m_to = static_cast<editor::ItemId>(to);
    const editor::Item* one = m_document ? m_document->project().find(m_from) : nullptr;
    const editor::Item* other = m_document ? m_document->project().find(m_to) : nullptr;
    QString why;
    if (!one || !other || !one->value || !other->value) {
        why = tr("An object that cannot be read cannot be connected.");
    } else {
        const auto take = [&](const editor::Item& begin, const editor::Item& end) {
            const auto ways = relations::waysToConnect(begin.value, end.value);
            if (!ways && why.isEmpty()) why = translatedText(ways.error());
            for (const relations::Way& way : ways ? *ways : std::vector<relations::Way>())
                m_choices.push_back({begin.id, end.id, way});
        };
        take(*one, *other);
        take(*other, *one);
    }
    setProblem(m_choices.empty() ? why : QString());
    emit considered();
    return !m_choices.empty();
}

bool CanvasConnector::isPlain() const {
    return m_choices.size() == 1 &&
           std::ranges::none_of(m_choices.front().way.questions, [](const relations::Question& each) {
               return each.required && each.suggestion.empty();
           });
}

bool CanvasConnector::connectBy(int way, const QVariantMap& answers) {
    if (!m_document || way < 0 || way >= static_cast<int>(m_choices.size())) return false;
    const Choice choice = m_choices[static_cast<std::size_t>(way)];
    relations::WayOptions options;
    for (auto each = answers.begin(); each != answers.end(); ++each)
        if (!each->toString().isEmpty()) options.emplace(each.key().toStdString(), each->toString().toStdString());
    QString why;
    const auto heard =
        connect(m_document, &EditorDocument::refused, this, [&](const QString&, const QString& said) { why = said; });
    const bool done = m_document->connectItems(tr("Connect %1 to %2").arg(nameOf(choice.from), nameOf(choice.to)),
                                               choice.from, choice.to, choice.way, options);
    disconnect(heard);
    setProblem(done ? QString() : why);
    return done;
}

QVariantList CanvasConnector::targets(int item, const QString& text) const {
    const editor::Item* from = m_document ? m_document->project().find(static_cast<editor::ItemId>(item)) : nullptr;
    QVariantList can, cannot;
    if (!from) return can;
    const QString wanted = text.trimmed();
    for (const editor::Item& each : m_document->project().items()) {
        const QString name = QString::fromStdString(each.object.name),
                      kind = QString::fromStdString(each.object.kind.name);
        if (each.id == from->id || !(kind + u' ' + name).contains(wanted, Qt::CaseInsensitive)) continue;
        QString why;
        if (!from->value || !each.value) {
            why = tr("An object that cannot be read cannot be connected.");
        } else if (const auto there = relations::waysToConnect(from->value, each.value);
                   !there && !relations::waysToConnect(each.value, from->value)) {
            why = translatedText(there.error());
        }
        (why.isEmpty() ? can : cannot)
            .append(QVariantMap{{QStringLiteral("item"), static_cast<int>(each.id)},
                                {QStringLiteral("title"), name},
                                {QStringLiteral("kind"), kind},
                                {QStringLiteral("possible"), why.isEmpty()},
                                {QStringLiteral("why"), why}});
    }
    return can + cannot;
}

QVariantList CanvasConnector::partners(int item) const {
    const editor::Item* from = m_document ? m_document->project().find(static_cast<editor::ItemId>(item)) : nullptr;
    QVariantList partners;
    if (!from) return partners;
    for (const relations::Partner& each : relations::partnersOf(from->object.kind)) {
        const QVariantMap partner{
            {QStringLiteral("id"), QString::fromStdString(each.kind.group + "/" + each.kind.name)},
            {QStringLiteral("refers"), each.refers}};
        if (!partners.contains(partner)) partners.append(partner);
    }
    return partners;
}

}  // namespace armillary::app
