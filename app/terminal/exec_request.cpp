#include "exec_request.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>

namespace armillary::app {

namespace {

struct Exec {
    Q_DECLARE_TR_FUNCTIONS(Exec)
};

std::string encoded(const QString& text) {
    return QUrl::toPercentEncoding(text).toStdString();
}

/// What a shell's exit code says beyond its number.
QString meaningOf(int code) {
    switch (code) {
        case 126:
            return Exec::tr("it may not be executed");
        case 127:
            return Exec::tr("there is no such command");
        case 130:
            return Exec::tr("it was interrupted");
        case 137:
            return Exec::tr("it was killed, perhaps for want of memory or because its container ended");
        case 143:
            return Exec::tr("it was told to end");
        default:
            return {};
    }
}

bool saysMissing(const QString& message) {
    return message.contains(u"executable file not found") || message.contains(u"no such file or directory");
}

}  // namespace

ExecEnd readExecEnd(std::string_view json, const QString& what) {
    const QJsonObject status =
        QJsonDocument::fromJson(QByteArray(json.data(), static_cast<qsizetype>(json.size()))).object();
    if (status["status"].toString() == u"Success") return {.code = 0, .sentence = Exec::tr("%1 has ended.").arg(what)};
    const QString message = status["message"].toString();
    for (const QJsonValue cause : status["details"]["causes"].toArray()) {
        if (cause["reason"].toString() != u"ExitCode") continue;
        bool isNumber = false;
        const int code = cause["message"].toString().toInt(&isNumber);
        if (!isNumber) continue;
        const QString meaning = meaningOf(code);
        return {.code = code,
                .sentence = meaning.isEmpty() ? Exec::tr("%1 ended with %2.").arg(what).arg(code)
                                              : Exec::tr("%1 ended with %2: %3.").arg(what).arg(code).arg(meaning),
                .missing = code == 127 || code == 126};
    }
    return {.sentence = message.isEmpty() ? Exec::tr("%1 ended, and the server did not say how.").arg(what)
                                          : Exec::tr("%1 could not run: %2").arg(what, message),
            .missing = saysMissing(message)};
}

ExecEnd refusedExec(const std::string& message) {
    const QString text = QString::fromStdString(message);
    return {.sentence = text, .missing = saysMissing(text)};
}

std::string ExecRequest::target() const {
    std::string target = podPath + (command.isEmpty() ? "/attach?" : "/exec?");
    target += "container=" + encoded(container);
    for (const QString& word : command) target += "&command=" + encoded(word);
    if (on == On::Terminal) return target + "&stdin=true&stdout=true&stderr=false&tty=true";
    return target + (on == On::PipeWithInput ? "&stdin=true" : "&stdin=false") + "&stdout=true&stderr=true&tty=false";
}

}  // namespace armillary::app
