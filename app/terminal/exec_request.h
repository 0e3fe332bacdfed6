#pragma once

#include <QString>
#include <QStringList>
#include <string>
#include <string_view>
#include <vector>

namespace armillary::app {

/// A command in a container, in the terms of a server's WebSocket. Source:
/// https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ and KEP-4006.
struct ExecRequest {
    enum Channel { Input = 0, Output = 1, Errors = 2, Final = 3, Size = 4 };
    /// On a terminal output and errors are one. A pipe has no input unless it is one that takes some.
    enum class On { Terminal, Pipe, PipeWithInput };

    std::string podPath;  ///< "/api/v1/namespaces/shop/pods/web-1"
    QString container;
    QStringList command;  ///< empty: attach to what the container runs already
    QString what;         ///< for sentences: "The shell"
    On on = On::Terminal;

    std::string target() const;
    /// What to offer. A channel can be closed from v5 on alone, which servers before 1.30 do not know: a command whose
    /// input ends has to know where by itself.
    static std::vector<std::string> protocols() { return {"v5.channel.k8s.io", "v4.channel.k8s.io"}; }
};

/// How a command in a container ended, in words.
struct ExecEnd {
    int code = -1;         ///< its exit code; -1 when it is not known, because it never ran or its connection was lost
    QString sentence;      ///< "The shell ended with 137: it was killed."
    bool missing = false;  ///< there is no such command in the container's image
};
/// From the final status that a server sends on channel 3, a v1 Status as JSON. `what` is what ran: "The shell".
ExecEnd readExecEnd(std::string_view json, const QString& what);
/// From a refusal to begin.
ExecEnd refusedExec(const std::string& message);

}  // namespace armillary::app
