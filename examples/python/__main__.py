"""A connection of SigSentry and one of Coregit, and what else the project has."""

import pulumi
import pulumi_coregit as coregit
import pulumi_sigsentry as sigsentry

payments = sigsentry.RepoConnection(
    "payments",
    platform="github",
    # Read when it is needed, and never stored.
    credentials_from={"token": {"env": "GITHUB_TOKEN"}},
    repositories=["acme/payments", "acme/ledger"],
    service_mappings=[
        {
            "service_name": "payments-api",
            "repo": "acme/payments",
            "path_prefix": "services/api",
            "default_branch": "main",
        }
    ],
)

robot = coregit.Connection(
    "robot",
    provider="github",
    label="acme robot",
    access_token=pulumi.Config().require_secret("coregitToken"),
)

# All of the project to GitHub, whoever manages them; an output of payments, so that it is there by then.
on_github = sigsentry.get_repo_connections_output(platform=payments.platform)

pulumi.export("onGithub", on_github.connections.apply(lambda found: [one.id for one in found]))
pulumi.export("readsAs", robot.external_username)
