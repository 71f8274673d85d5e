"""An employer's sign-in as OpenID Connect describes it, small and real: discovery, code, PKCE, signed tokens.

It lets everybody in at once as whoever `claims` says, checks what a provider must check, and remembers what it saw.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID, SECRET = "practice-hub", "a-secret-of-the-client"
_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class SignInProvider:
    """Runs on a loopback port until it is closed. `issuer` is its address, or what `lies_about` says."""

    def __init__(self, **claims: Any) -> None:
        self.claims = claims
        self.issuer_in_token = ""
        self.subject_in_further = ""
        self.seen: list[str] = []
        self.codes: dict[str, dict[str, str]] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Answers", (_Answers,), {"provider": self}))
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop answering."""
        self.server.shutdown()
        self.server.server_close()

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent back to; refuses what has no PKCE."""
        if asked.get("code_challenge_method") != "S256" or asked.get("client_id") != CLIENT_ID:
            raise ValueError("invalid_request")
        code = secrets.token_hex(8)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, sent: dict[str, str]) -> dict[str, Any]:
        """Tokens for a code, once, to whoever knows the secret and the verifier."""
        asked = self.codes.pop(sent["code"])
        digest = hashlib.sha256(sent["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            raise ValueError("invalid_grant")
        if sent.get("client_secret") != SECRET:
            raise ValueError("invalid_client")
        now = int(time.time())
        said = {
            "iss": self.issuer_in_token or self.issuer,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            **self.claims,
        }
        signed = jwt.encode(said, _KEY, algorithm="RS256", headers={"kid": "one"})
        return {"access_token": "open", "token_type": "Bearer", "expires_in": 300, "id_token": signed}

    def further(self) -> dict[str, Any]:
        """The answer of the userinfo endpoint."""
        return {**self.claims, "sub": self.subject_in_further or self.claims["sub"]}

    def discovery(self) -> dict[str, Any]:
        """What lies under `/.well-known/openid-configuration`."""
        return {
            "issuer": self.issuer_in_token or self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "response_types_supported": ["code"],
        }


class _Answers(BaseHTTPRequestHandler):
    provider: SignInProvider

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        self.provider.seen.append(path)
        if path == "/authorize":
            try:
                back = self.provider.authorize({key: values[0] for key, values in parse_qs(query).items()})
            except ValueError as fault:
                self._say({"error": str(fault)}, 400)
                return
            self.send_response(302)
            self.send_header("Location", back)
            self.end_headers()
        elif path.startswith("/.well-known/"):
            self._say(self.provider.discovery())
        elif path == "/userinfo":
            self._say(self.provider.further())
        elif path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(_KEY.public_key()))
            self._say({"keys": [{**public, "kid": "one", "alg": "RS256"}]})
        else:
            self._say({"error": "not_found"}, 404)

    def do_POST(self) -> None:
        self.provider.seen.append(urlsplit(self.path).path)
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        try:
            self._say(self.provider.token({key: values[0] for key, values in parse_qs(body).items()}))
        except (KeyError, ValueError) as fault:
            self._say({"error": str(fault)}, 400)

    def _say(self, answer: dict[str, Any], status: int = 200) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""
