#pragma once

#include <QJsonObject>
#include <QString>
#include <expected>

/// An object as text that a person edits, and back. Pure functions; those that read or write text take long for a big
/// object, and belong backstage.
namespace armillary::app {

/// What is wrong with a text.
struct TextFault {
    QString text;
    int line = 0;  ///< from 1; 0 when nobody knows
    bool operator==(const TextFault&) const = default;
};

/// What a server takes in one request, and so what can be saved at all.
inline constexpr qsizetype kMostTextBytes = 3 << 20;

/// What of an object is its owner's to change: without what the server alone writes (its status where that is a thing
/// of its own, revision, uid and the like).
QJsonObject editablePart(const QJsonObject& object, bool statusIsSeparate);

/// Reads one document that is an object. Bounded in bytes, in depth, and in what aliases may repeat.
std::expected<QJsonObject, TextFault> readManifest(const QString& text);

/// Of a Secret with `masked`, values are "(hidden)"; without, those that are text are decoded, as stringData.
QString manifestText(const QJsonObject& object, bool masked);
/// Puts the values of `original` where a masked text still says that they are hidden, and what was written as
/// stringData where it will be kept.
QJsonObject unmasked(const QJsonObject& edited, const QJsonObject& original);

bool isSecret(const QJsonObject& object);

/// Why `edited` is no change of `original` but another object; "" when it is one.
QString identityProblem(const QJsonObject& original, const QJsonObject& edited);

}  // namespace armillary::app
