#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <expected>
#include <string>
#include <vector>

#include "engine/schema/table.h"

namespace armillary::app {

/// One column as the server describes it.
/// Source: https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables.
struct TableColumn {
    QString name, type, format, description;
    bool wide = false;  ///< of a priority above 0: shown on request
    bool operator==(const TableColumn&) const = default;
};

/// One object as a row of text.
struct TableRow {
    QString namespace_, name, uid;
    qint64 created = 0;  ///< seconds since the Unix epoch; 0 when unknown
    bool deleting = false;
    schema::StringMap<std::string> labels;
    QStringList cells;  ///< one per column

    /// "namespace/name", or "name".
    QString key() const { return namespace_.isEmpty() ? name : namespace_ + u'/' + name; }
};

/// What one answer, or one event's object, holds.
struct TablePage {
    std::vector<TableColumn> columns;  ///< none when the server did not repeat them
    std::vector<TableRow> rows;
    std::string resourceVersion, continueToken;
};

/// Reads a meta.k8s.io/v1 Table. The error is a sentence.
std::expected<TablePage, QString> readTable(const QByteArray& json);

enum class TableEventType { Put, Removed, Bookmark, Error };
/// One line of a watch of tables.
struct TableEvent {
    TableEventType type = TableEventType::Error;
    TablePage page;
    int code = 0;  ///< of an Error: 410 when the list has to be read again
};
TableEvent readTableEvent(const QByteArray& line);

}  // namespace armillary::app
