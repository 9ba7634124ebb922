"""Who held what when: from a breach to the posts and people who answered on the days that matter. It never convicts."""
