def test_x(client, db_session):
    r = client.get("/interviews/")
    print(r.data.decode()[:300]); print(client.queries)
