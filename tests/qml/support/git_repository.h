#pragma once

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

namespace armillary::app {

/// A git repository called "shop" in a temporary folder, made by real git.
class GitRepository {
public:
    GitRepository() {
        QDir().mkpath(path());
        git({QStringLiteral("init"), QStringLiteral("--quiet"), QStringLiteral("--initial-branch=main")});
    }

    QString path() const { return QDir(m_folder.path()).canonicalPath() + QStringLiteral("/shop"); }
    bool write(const QString& name, const QByteArray& content) const {
        const QString file = path() + u'/' + name;
        QDir().mkpath(QFileInfo(file).path());
        QFile into(file);
        return into.open(QIODevice::WriteOnly) && into.write(content) == content.size();
    }
    bool commit(const QString& message) const {
        return git({QStringLiteral("add"), QStringLiteral("--all")}) &&
               git({QStringLiteral("commit"), QStringLiteral("--quiet"), QStringLiteral("-m"), message});
    }
    bool git(const QStringList& words) const {
        QProcess process;
        QProcessEnvironment environment;
        environment.insert(QStringLiteral("PATH"), QStringLiteral("/usr/bin:/bin"));
        environment.insert(QStringLiteral("HOME"), QStringLiteral("/nonexistent"));
        environment.insert(QStringLiteral("GIT_CONFIG_NOSYSTEM"), QStringLiteral("1"));
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(path());
        process.start(QStringLiteral("git"),
                      QStringList{QStringLiteral("-c"), QStringLiteral("user.name=t"), QStringLiteral("-c"),
                                  QStringLiteral("user.email=t@example.org"), QStringLiteral("-c"),
                                  QStringLiteral("core.hooksPath=/dev/null")} +
                          words);
        return process.waitForFinished() && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    }

private:
    QTemporaryDir m_folder;
};

/// An Argo CD Application of a folder of this very repository.
inline QByteArray argoApplication(const QByteArray& name, const GitRepository& of) {
    return "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: " + name +
           ", namespace: argocd}\nspec:\n  project: default\n  source: {repoURL: 'file://" + of.path().toUtf8() +
           "', path: " + name +
           ", targetRevision: HEAD}\n  destination: {server: https://kubernetes.default.svc, "
           "namespace: shop}\n";
}

inline QByteArray deploymentOf(const QByteArray& name, const QByteArray& image) {
    return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: " + name +
           "}\nspec:\n  replicas: 3\n  selector: {matchLabels: {app: " + name +
           "}}\n  template:\n    metadata: {labels: "
           "{app: " +
           name + "}}\n    spec:\n      containers:\n      - {name: main, image: '" + image + "'}\n";
}

/// Three applications on main: web and api, deployments, and notes, a config map and a secret.
inline bool fillShop(const GitRepository& shop) {
    bool made = true;
    for (const char* name : {"web", "api"})
        made = made &&
               shop.write(QStringLiteral("apps/%1.yaml").arg(QLatin1StringView(name)), argoApplication(name, shop)) &&
               shop.write(QStringLiteral("%1/deployment.yaml").arg(QLatin1StringView(name)),
                          deploymentOf(name, QByteArray("example.org/") + name + ":1.0"));
    return made && shop.write(QStringLiteral("apps/notes.yaml"), argoApplication("notes", shop)) &&
           shop.write(
               QStringLiteral("notes/config.yaml"),
               "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: notes}\ndata: {level: low}\n---\n"
               "apiVersion: v1\nkind: Secret\nmetadata: {name: token}\nstringData: {word: first-secret-word}\n") &&
           shop.commit(QStringLiteral("What production runs"));
}

}  // namespace armillary::app
