"""`ehc serve`: the pages and the JSON API."""

from __future__ import annotations

import click
import uvicorn

from api.main import create_app
from ehc_workflow.logs import configure_logs
from ehc_workflow.settings import Settings, load_settings
from ehc_workflow.store.migrate import require_newest


@click.command(name="serve")
def command() -> None:
    """Serve the pages and the JSON API at EHC_HOST and EHC_PORT until stopped."""
    settings = load_settings()
    require_newest(settings.database_url)
    configure_logs(settings.log_level)
    click.echo(f"Serving at {settings.address}", err=True)
    serve(settings)


def serve(settings: Settings) -> None:
    """Run the web server. Behind a proxy it believes what EHC_TRUSTED_PROXIES says of the caller's address."""
    app = create_app(settings)
    try:
        uvicorn.run(
            app,
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            server_header=False,
            forwarded_allow_ips=settings.trusted_proxies,
        )
    finally:
        app.state.database.close()
