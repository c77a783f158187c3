"""The two sample maps (岚皋 and 育新花园) and the seeded script that draws them."""
