"""arrangement"""
