#include "engine/gitops/source/references.h"

#include "engine/gitops/preview/markdown.h"
#include "engine/gitops/source/repository.h"
#include "tests/unit/gitops/test_repository.h"

namespace armillary::gitops {

TEST_CASE("references: what there is to compare, and what is most likely meant") {
    const TestRepository repository;
    const auto none = referencesOf(repository.root);
    REQUIRE(none);
    CHECK(none->all.empty());
    CHECK(none->followed.empty());
    CHECK(none->current.empty());

    repository.write("a.yaml", "a: 1\n");
    repository.commit();
    repository.git({"tag", "v1"});
    repository.git({"update-ref", "refs/pull/12/head", "main"});
    repository.git({"update-ref", "refs/notes/review", "main"});
    repository.git({"update-ref", "refs/remotes/origin/release", "main"});
    repository.git({"symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/release"});
    repository.git({"switch", "--quiet", "-c", "next"});
    auto found = referencesOf(repository.root);
    REQUIRE(found);
    CHECK(found->current == "next");
    CHECK(found->followed == "origin/release");  // what the remote says
    CHECK(found->find("main") != nullptr);
    CHECK(found->find("v1")->kind == NamedRevision::Kind::Tag);
    CHECK(found->find("refs/pull/12/head")->kind == NamedRevision::Kind::PullRequest);
    CHECK(found->find("refs/notes/review") == nullptr);
    CHECK(found->find("origin/HEAD") == nullptr);
    CHECK(found->all.back().kind == NamedRevision::Kind::Commit);
    CHECK(found->all.back().summary == "x");
    CHECK_FALSE(found->hasChanges);
    CHECK(std::filesystem::equivalent(found->worktree, repository.root));
    const auto opened = Repository::open(repository.root);
    REQUIRE(opened);
    for (const NamedRevision& each : found->all) CHECK(opened->resolve(each.name)->commit == each.commit);

    repository.git({"symbolic-ref", "--delete", "refs/remotes/origin/HEAD"});
    repository.write("b.yaml", "b: 1\n");
    found = referencesOf(repository.root);
    REQUIRE(found);
    CHECK(found->followed == "main");
    CHECK(found->hasChanges);
    repository.git({"switch", "--quiet", "--detach"});
    CHECK(referencesOf(repository.root)->current.empty());
    CHECK_FALSE(referencesOf(repository.root / "gone"));
}

TEST_CASE("markdown: strangers end no block and begin no mark") {
    Preview preview;
    preview.notes.push_back({"a|b", "<script>`x` [y](z)\nnext", {}});
    preview.problems.push_back({"web", "it has no *end*\x1b[1m", {}});
    const std::string text = markdownOf(preview, "ma`in", "work\ntree", "\nmore\n");
    CHECK(text.starts_with("### What `work tree` would change, compared with `ma'in`\n"));
    CHECK(text.contains("> **Not told:** web: it has no \\*end\\*?\\[1m\n"));
    CHECK(text.contains("a\\|b: \\<script\\>\\`x\\` \\[y\\](z) next"));
    CHECK(text.find("more") < text.find("<details>"));
}

}  // namespace armillary::gitops
