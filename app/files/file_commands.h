#pragma once

#include <QPointer>
#include <QStringList>
#include <string_view>

#include "cluster.h"
#include "exec_request.h"

namespace armillary::app {

/// A folder in a container.
struct FilePlace {
    QPointer<Cluster> cluster;
    QString key;  ///< "namespace/name" of the pod
    std::string podPath;
    QString container;
    QString folder;  ///< absolute
};

/// What runs in a container so that files come out and in: a shell, and tar as kubectl cp has it. No name is ever part
/// of a script.
ExecRequest listFiles(const FilePlace& place);
/// An archive of these, each as "./NAME", on its output. With `followLinks` there are no links in it, but what they
/// lead to.
ExecRequest sendFiles(const FilePlace& place, const QStringList& names, bool followLinks);
/// Unpacks an archive of exactly so many bytes from its input. That its end is counted, not awaited, makes it work over
/// v4.channel.k8s.io, too, where no channel can be closed: GNU tar reads a pipe to its end, behind the archive's own.
ExecRequest takeFiles(const FilePlace& place, std::uint64_t archiveBytes);

/// Why one of them failed, in words.
struct FileProblem {
    QString sentence;
    bool needsTools = false;  ///< the image lacks what it takes: a debug container has it
};
/// `final` is what came on ExecRequest::Final, `errors` what the command said; `how` how the connection ended.
FileProblem fileProblem(std::string_view final, std::string_view errors, const Status& how);
/// Whether the command ended well.
bool hasEndedWell(std::string_view final);

}  // namespace armillary::app
