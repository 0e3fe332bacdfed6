#pragma once

#include <QString>
#include <QStringList>

namespace armillary::bench {

// What is measured in a process of its own, with one window: each is given the rest of the command line, and returns
// the process's exit code.

/// VIEW PODS KUBECONFIG: how long a frame takes while something moves.
int measureFrames(const QStringList& about);
/// NAME PODS KUBECONFIG: from the start of the process until the cluster is to be seen.
int measureStart(const QStringList& about);
/// PODS KUBECONFIG: how long one waits for what one has asked for.
int measureWaits(const QStringList& about);
/// KUBECONFIG: until another cluster is to be seen.
int measureSwitching(const QStringList& about);
/// NAME VIEW PODS KUBECONFIG: what the processor does while nobody does anything. KUBECONFIG "offline": with the
/// program's own sample, as `armillary --offline` has it. VIEW "hidden": on the sphere, with the window closed.
int measureRest(const QStringList& about);
/// PODS KUBECONFIG: goes through the pages, says "ready", and stays until it is ended.
int stayOpen(const QStringList& about);

}  // namespace armillary::bench
