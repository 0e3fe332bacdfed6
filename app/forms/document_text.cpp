#include "document_text.h"

#include <QTextCursor>
#include <QTextDocument>
#include <QVariantMap>
#include <algorithm>
#include <chrono>
#include <map>

#include "engine/manifest/assist.h"
#include "engine/manifest/lines.h"
#include "engine/manifest/locate.h"
#include "place.h"

namespace armillary::app {

namespace {

/// Who pauses as long begins anew, for undo.
constexpr auto kPause = std::chrono::seconds(1);

struct Mark {
    manifest::Severity severity;
    QStringList messages;
};

}  // namespace

DocumentText::DocumentText(QObject* parent) : QObject(parent) {
    m_lookSoon.setSingleShot(true);
    m_lookSoon.setInterval(0);
    connect(&m_lookSoon, &QTimer::timeout, this, &DocumentText::lookUp);
    m_followSoon.setSingleShot(true);
    m_followSoon.setInterval(0);
    connect(&m_followSoon, &QTimer::timeout, this, &DocumentText::follow);
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPause);
    connect(&m_pause, &QTimer::timeout, this, [this] { ++m_stint; });
}

void DocumentText::setDocument(EditorDocument* document) {
    if (m_document == document) return;
    if (m_document) m_document->disconnect(this);
    m_document = document;
    if (m_document) {
        connect(m_document, &EditorDocument::changed, this, &DocumentText::showFile);
        connect(m_document, &EditorDocument::fileChanged, this, &DocumentText::showFile);
        connect(m_document, &EditorDocument::filesChanged, this, &DocumentText::fillMarks);
        connect(m_document, &EditorDocument::findingsChanged, this, &DocumentText::fillMarks);
        // Both together, once, when something is selected; and not where the cursor has led.
        const auto follow = [this] {
            if (!m_leading) m_followSoon.start();
        };
        connect(m_document, &EditorDocument::selectionChanged, this, follow);
        connect(m_document, &EditorDocument::fieldChanged, this, follow);
        // What was refused is not in the document: the text goes back to what is.
        connect(m_document, &EditorDocument::refused, this, &DocumentText::show, Qt::QueuedConnection);
    }
    emit documentChanged();
    showFile();
}

void DocumentText::setTextDocument(QQuickTextDocument* document) {
    if (m_quick == document) return;
    m_quick = document;
    setText(document ? document->textDocument() : nullptr);
    emit textDocumentChanged();
}

void DocumentText::setText(QTextDocument* text) {
    if (m_text) m_text->disconnect(this);
    m_text = text;
    if (m_text) {
        m_text->setUndoRedoEnabled(false);
        connect(m_text, &QTextDocument::contentsChange, this, [this](int position) { m_hint = position; });
        connect(m_text, &QTextDocument::contentsChanged, this, &DocumentText::take);
    }
    m_shownFile = -1;
    showFile();
}

void DocumentText::setActive(bool active) {
    if (std::exchange(m_active, active) == active) return;
    ++m_stint;
    if (active) m_lookSoon.start();
    emit activeChanged();
}

void DocumentText::setCursor(int cursor) {
    if (std::exchange(m_cursor, cursor) == cursor) return;
    // Looked up once the text is what it is going to be: a key moves the cursor before its letter is in the document.
    if (m_active && !m_putting) m_lookSoon.start();
    emit cursorChanged();
}

const manifest::Workspace::Opened* DocumentText::opened() const {
    if (!m_document || m_document->file() < 0) return nullptr;
    const auto files = m_document->project().workspace().files();
    const auto file = static_cast<std::size_t>(m_document->file());
    return file < files.size() ? &files[file] : nullptr;
}

QString DocumentText::text() const {
    QString text = m_text->toRawText();
    return text.replace(QChar::ParagraphSeparator, u'\n');
}

void DocumentText::showFile() {
    if (!m_text) return;
    const int file = m_document ? m_document->file() : -1;
    const bool other = std::exchange(m_shownFile, file) != file;
    show();
    if (!other) return;
    ++m_stint;
    fillMarks();
    emit fileShown();
}

void DocumentText::show() {
    if (!m_text || m_putting) return;
    const auto* file = opened();
    QString wanted = file ? shownText(file->text) : QString();
    const QString now = text();
    const TextChange change = changeBetween(now, wanted, now.size());
    m_shown = std::move(wanted);
    if (change.isEmpty()) return;
    ++m_stint;
    emit replacing();
    m_putting = true;
    QTextCursor cursor(m_text);
    cursor.setPosition(static_cast<int>(change.position));
    cursor.setPosition(static_cast<int>(change.position + change.removed), QTextCursor::KeepAnchor);
    cursor.insertText(change.inserted);
    m_putting = false;
    emit replaced();
}

/// One step of undo is what was typed, or deleted, without a pause, in one place and on one line.
QString DocumentText::merge(const TextChange& change) {
    const bool goesOn = change.position == m_stintEnd || change.position + change.removed == m_stintEnd ||
                        (change.inserted.isEmpty() && change.position == m_stintBegin);
    if (!goesOn || change.inserted.contains(u'\n')) ++m_stint;
    m_stintBegin = change.position;
    m_stintEnd = change.position + change.inserted.size();
    m_pause.start();
    return QStringLiteral("text:%1:%2").arg(m_shownFile).arg(m_stint);
}

void DocumentText::take() {
    if (m_putting || !m_document) return;
    const QString now = text();
    const TextChange change = changeBetween(m_shown, now, m_hint);
    if (change.isEmpty()) return;  // colours are changes, too
    const auto* file = opened();
    if (!file) {
        // The first letters of a file that is not there yet make it.
        m_shown = now;
        m_document->add(tr("Type"), now);
        return;
    }
    const std::string& bytes = file->text;
    const std::size_t begin = byteOffset(bytes, change.position);
    const std::size_t end = byteOffset(bytes, change.position + change.removed);
    const manifest::Operation operation = manifest::TextEdit{static_cast<std::size_t>(m_shownFile), begin, end - begin,
                                                             bytesOf(change.inserted, file->file.lineBreak())};
    m_shown = now;
    const bool removes = change.inserted.isEmpty();
    if (m_document->perform(removes ? tr("Delete text") : tr("Type"), {&operation, 1}, merge(change)))
        emit typed(change.inserted);
}

void DocumentText::readMistake() {
    const auto* file = opened();
    m_mistake.clear();
    m_mistakeLine = 0;
    if (!file || !file->mistake) return;
    const manifest::Explanation why = manifest::explainMistake(*file->mistake, file->text);
    m_mistake = QString::fromStdString(why.message);
    m_mistakeLine = static_cast<int>(why.line);
}

void DocumentText::fillMarks() {
    readMistake();
    std::map<std::size_t, Mark> lines;
    if (opened() && !opened()->mistake)
        for (const editor::Finding& finding : m_document->project().findings()) {
            if (static_cast<int>(finding.what.file) != m_document->file()) continue;
            Mark& mark = lines.try_emplace(finding.what.line, Mark{finding.what.severity, {}}).first->second;
            mark.severity = std::min(mark.severity, finding.what.severity);
            mark.messages << QString::fromStdString(finding.what.message);
        }
    m_marks.clear();
    for (const auto& [line, mark] : lines)
        m_marks << QVariantMap{{QStringLiteral("line"), static_cast<int>(line)},
                               {QStringLiteral("tone"), toneOf(mark.severity)},
                               {QStringLiteral("text"), mark.messages.join(u'\n')}};
    emit marksChanged();
}

/// Shows what was selected elsewhere.
void DocumentText::follow() {
    if (!m_document || !m_text) return;
    const auto* item = m_document->project().find(static_cast<editor::ItemId>(m_document->current()));
    if (!item || static_cast<int>(item->file) != m_document->file()) return;
    const manifest::Node* node = m_document->project().nodeOf(*item);
    if (!node) return;
    if (const auto path = manifest::parsePath(m_document->field().toStdString()); path && !path->empty())
        if (const auto place = manifest::locate(*node, *path); place && !place->hops.empty()) {
            const auto& last = place->hops.back();
            emit placeWanted(static_cast<int>(shownPosition(opened()->text, last.entry->begin)));
            return;
        }
    emit placeWanted(static_cast<int>(shownPosition(opened()->text, node->begin())));
}

const editor::Item* DocumentText::itemAtCursor(manifest::Path& path) const {
    const auto* file = opened();
    if (!file || file->mistake) return nullptr;
    const std::size_t offset = skipIndentation(file->text, byteOffset(file->text, m_cursor));
    const editor::Item* item = m_document->project().itemAt(static_cast<std::size_t>(m_document->file()), offset);
    const manifest::Node* node = item ? m_document->project().nodeOf(*item) : nullptr;
    if (node) path = pathAt(*node, offset);
    return item;
}

/// Has the document select what the cursor is in.
void DocumentText::lookUp() {
    manifest::Path path;
    const editor::Item* item = m_active && m_document ? itemAtCursor(path) : nullptr;
    if (!item) return;
    m_leading = true;
    if (const int id = static_cast<int>(item->id); m_document->current() != id) m_document->setSelection({id});
    m_document->setField(QString::fromStdString(manifest::print(path)));
    m_leading = false;
}

bool DocumentText::goToDefinition() {
    manifest::Path path;
    const editor::Item* item = m_document ? itemAtCursor(path) : nullptr;
    if (!item) return false;
    const std::string field = manifest::print(path);
    const auto connections = m_document->project().connections();
    // The field itself, or else one within what the cursor is in ("configMapKeyRef:").
    const editor::Connection* found = nullptr;
    for (const editor::Connection& each : connections)
        if (each.from == item->id && each.to != editor::kNoItem && each.edge.path.starts_with(field) && !field.empty())
            if (!found || each.edge.path == field) found = &each;
    if (!found) return false;
    const editor::ItemId to = found->to;
    m_lookSoon.stop();  // where the cursor was is not what is looked at any more
    m_document->setSelection({static_cast<int>(to)});
    if (const editor::Item* there = m_document->project().find(to))
        if (const manifest::Node* node = m_document->project().nodeOf(*there))
            emit jumped(static_cast<int>(shownPosition(opened()->text, node->begin())));
    return true;
}

int DocumentText::positionOf(int line, int column) const {
    const auto* file = opened();
    if (!file || line < 1 || column < 1) return 0;
    const manifest::LineIndex lines(file->text);
    const std::size_t offset = lines.offset({static_cast<std::size_t>(line), static_cast<std::size_t>(column)});
    return static_cast<int>(shownPosition(file->text, offset));
}

}  // namespace armillary::app
